package io.tourbus.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tourbus.aws.AwsClients;
import io.tourbus.sink.Sink.CheckReport;
import io.tourbus.testing.Settled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What S3 responds for a bucket in another region, through the SDK. */
class LakeRegionTest {

    private static final String WRONG = "is not in the region us-east-1, but in eu-west-1. Correct tourbus.aws.region.";

    private final AwsClients aws = AwsClients.read(Settled.with());
    private HttpServer server;
    private S3Client client;
    private int status = 400;
    private String code = "AuthorizationHeaderMalformed";
    private String message =
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'";
    private boolean withHeader;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = aws.lake()
                .forcePathStyle(true)
                .region(Region.of(aws.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "body")))
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        aws.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (withHeader) {
            exchange.getResponseHeaders().add("x-amz-bucket-region", "eu-west-1");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            var xml = "<Error><Code>%s</Code><Message>%s</Message><Region>eu-west-1</Region></Error>"
                    .formatted(code, message)
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, xml.length);
            exchange.getResponseBody().write(xml);
        }
        exchange.close();
    }

    @Test
    void checkNamesTheRegionInTheMessageOfARejectedSignature() {
        assertThat(check()).containsExactly("bucket concert-data-raw: It " + WRONG);
    }

    @ParameterizedTest
    @CsvSource({"400,AuthorizationHeaderMalformed", "301,PermanentRedirect"})
    void checkNamesTheRegionInTheHeader(int status, String code) {
        this.status = status;
        this.code = code;
        message = "without a region";
        withHeader = true;

        assertThat(check()).containsExactly("bucket concert-data-raw: It " + WRONG);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 301})
    void aRunIsToldTheRegionByTheResponseToHead(int status) {
        this.status = status;
        withHeader = true;

        assertThat(lake().destination().problem()).hasValue("The bucket 'concert-data-raw' " + WRONG);
    }

    @Test
    void anotherBadRequestIsNotAboutTheRegion() {
        code = "InvalidRequest";
        message = "Missing required header";

        assertThat(check())
                .singleElement()
                .asString()
                .startsWith("bucket concert-data-raw: AWS returns HTTP 400: InvalidRequest: " + message);
    }

    private LakeCheck lake() {
        return new LakeCheck(client, LakeSettings.read(Settled.with()), aws::otherRegion);
    }

    private List<String> check() {
        List<String> found = new ArrayList<>();
        lake().check(Clock.systemUTC(), new CheckReport() {
            @Override
            public void ok(String what, String text) {
                found.add("ok");
            }

            @Override
            public void warning(String what, String text) {
                found.add("warning");
            }

            @Override
            public void error(String what, String text) {
                found.add(what + ": " + text);
            }
        });
        return found;
    }
}
