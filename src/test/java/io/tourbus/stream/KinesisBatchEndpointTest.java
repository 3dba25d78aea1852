package io.tourbus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.Protocol;

/** Options in YAML routes, tested with a client that calls a local HTTP server. */
class KinesisBatchEndpointTest {
    private static final List<String> PROPERTIES = List.of("aws.cborEnabled", "aws.region", "aws.endpointUrlKinesis");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, String> before = new LinkedHashMap<>();
    private KinesisEndpointStub service;

    @BeforeEach
    void start() throws Exception {
        PROPERTIES.forEach(name -> before.put(name, System.getProperty(name)));
        PROPERTIES.forEach(System::clearProperty);
        service = new KinesisEndpointStub();
    }

    @AfterEach
    void stop() {
        context.stop();
        service.close();
        before.forEach(KinesisBatchEndpointTest::setOrClear);
    }

    @Test
    void stockOptionsFromYamlReachTheConfiguration() throws Exception {
        Map<String, String> options = Map.of(
                "region", "eu-west-1",
                "cborEnabled", "false",
                "useDefaultCredentialsProvider", "true",
                "overrideEndpoint", "true",
                "uriEndpointOverride", "http://localhost:4566",
                "proxyProtocol", "HTTP",
                "proxyHost", "proxy",
                "proxyPort", "3128");

        Kinesis2Configuration configuration = startRoute(options).getConfiguration();

        assertThat(configuration.getStreamName()).isEqualTo("concerts");
        assertThat(configuration.getRegion()).isEqualTo("eu-west-1");
        assertThat(configuration.isCborEnabled()).isFalse();
        assertThat(configuration.isUseDefaultCredentialsProvider()).isTrue();
        assertThat(configuration.isOverrideEndpoint()).isTrue();
        assertThat(configuration.getUriEndpointOverride()).isEqualTo("http://localhost:4566");
        assertThat(configuration.getProxyProtocol()).isEqualTo(Protocol.HTTP);
        assertThat(configuration.getProxyHost()).isEqualTo("proxy");
        assertThat(configuration.getProxyPort()).isEqualTo(3128);
    }

    @Test
    void secretsFromYamlCanHaveAnyCharacters() throws Exception {
        String secret = "a+b/c%d&e=f";

        KinesisBatchEndpoint endpoint = startRoute(with(toTheService(), Map.of("secretKey", secret)));

        assertThat(endpoint.getConfiguration().getSecretKey()).isEqualTo(secret);
        assertThat(endpoint.toString()).doesNotContain(secret);
    }

    @Test
    void batchOptionsFromYamlReachTheEndpoint() throws Exception {
        KinesisBatchEndpoint endpoint = startRoute(with(
                toTheService(),
                Map.of(
                        "maxBatchRecords", "100",
                        "maxBatchBytes", "2000000",
                        "maxRecordBytes", "500000",
                        "maxAttempts", "3",
                        "backoffInitialDelay", "50",
                        "backoffMaxDelay", "2s",
                        "throttledInitialDelay", "200",
                        "throttledMaxDelay", "1m",
                        "strictOrder", "true")));

        assertThat(endpoint.limits()).isEqualTo(new BatchLimits(100, 2_000_000, 500_000, true));
        assertThat(endpoint.backoff()).isEqualTo(new Backoff(3, 50, 2_000));
        AimdRateLimiter rateLimiter = endpoint.rateLimiter();
        rateLimiter.onResult(rateLimiter.now(), 1);
        assertThat(rateLimiter.delay()).isEqualTo(200);
        for (int call = 2; call <= 20; call++) {
            rateLimiter.onResult(rateLimiter.now(), 1);
        }
        assertThat(rateLimiter.delay()).isEqualTo(60_000);
    }

    @Test
    void batchOptionsHaveTheDefaultsOfTheSender() throws Exception {
        KinesisBatchEndpoint endpoint =
                startRoute(Map.of("region", "eu-west-1", "useDefaultCredentialsProvider", "true"));

        assertThat(endpoint.limits()).isEqualTo(BatchLimits.DEFAULT);
        assertThat(endpoint.backoff()).isEqualTo(Backoff.DEFAULT);
    }

    @Test
    void optionsOfTheComponentApplyToItsEndpoints() throws Exception {
        KinesisBatchComponent component = context.getComponent("aws2-kinesis-batch", KinesisBatchComponent.class);
        component.getComponentPropertyConfigurer().configure(context, component, "region", "eu-north-1", true);
        component
                .getComponentPropertyConfigurer()
                .configure(context, component, "useDefaultCredentialsProvider", "true", true);

        assertThat(startRoute(Map.of()).getConfiguration().getRegion()).isEqualTo("eu-north-1");
    }

    static Stream<Arguments> invalidOptions() {
        return Stream.of(
                Arguments.of(Map.of("maxBatchRecord", "5"), "maxBatchRecord"),
                Arguments.of(Map.of("maxBatchRecords", "501"), "maxBatchRecords is 501"),
                Arguments.of(Map.of("maxBatchRecords", "0"), "maxBatchRecords is 0"),
                Arguments.of(Map.of("maxRecordBytes", "0"), "maxRecordBytes is 0"),
                Arguments.of(Map.of("maxBatchBytes", "1000"), "maxBatchBytes is 1000"),
                Arguments.of(Map.of("maxAttempts", "0"), "maxAttempts is 0"),
                Arguments.of(Map.of("backoffInitialDelay", "20000"), "backoffMaxDelay is 10000"),
                Arguments.of(Map.of("throttledInitialDelay", "0"), "throttledInitialDelay is 0"),
                Arguments.of(Map.of("throttledMaxDelay", "99"), "throttledMaxDelay is 99"),
                Arguments.of(Map.of("asyncClient", "true"), "asyncClient"),
                Arguments.of(Map.of("accessKey", ""), "no credentials"));
    }

    @ParameterizedTest
    @MethodSource("invalidOptions")
    void anInvalidOptionFailsAtStart(Map<String, String> options, String words) {
        assertThatThrownBy(() -> startRoute(with(toTheService(), options))).hasStackTraceContaining(words);
    }

    @Test
    void itCannotConsume() {
        assertThatThrownBy(
                        () -> load(
                                "- route: {from: {uri: 'aws2-kinesis-batch:concerts', parameters:"
                                        + " {useDefaultCredentialsProvider: true, region: eu-west-1}, steps: [{log: {message: never}}]}}"))
                .hasStackTraceContaining("aws2-kinesis-batch only sends");
    }

    @ParameterizedTest
    @CsvSource({
        "true, , application/x-amz-cbor-1.1",
        "false, , application/x-amz-json-1.1",
        "true, false, application/x-amz-json-1.1",
        "false, true, application/x-amz-json-1.1"
    })
    void theSdkDecidesAboutCborUnlessDisabled(String option, String ofTheSdk, String contentType) throws Exception {
        setOrClear("aws.cborEnabled", ofTheSdk);
        startRoute(with(toTheService(), Map.of("cborEnabled", option)));
        assertThat(System.getProperty("aws.cborEnabled")).isEqualTo(ofTheSdk);

        send();
        context.stop();

        assertThat(service.calls().get(0).contentType()).isEqualTo(contentType);
        assertThat(System.getProperty("aws.cborEnabled")).isEqualTo(ofTheSdk);
    }

    @Test
    void regionAndEndpointOfTheSdkAreDefaults() throws Exception {
        System.setProperty("aws.region", "ca-central-1");
        System.setProperty("aws.endpointUrlKinesis", service.url());
        startRoute(Map.of("accessKey", "me", "secretKey", "1+2/3%4", "maxAttempts", "1"));

        send();

        assertThat(service.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.authorization())
                        .contains("Credential=me/")
                        .contains("/ca-central-1/kinesis/"));
    }

    @Test
    void everyHttpCallCountsAsAnAttempt() throws Exception {
        startRoute(
                with(toTheService(), Map.of("maxAttempts", "3", "backoffInitialDelay", "0", "backoffMaxDelay", "0")));

        Exchange sent = send();

        assertThat(service.calls()).hasSize(3);
        assertThat(sent.getMessage().getHeader(KinesisBatchProducer.CALLS)).isEqualTo(3);
        assertThat(sent.getException()).isInstanceOf(BatchAbortedException.class);
    }

    @Test
    void aStoppedEndpointKeepsTheClientsOfOthers() throws Exception {
        startRoute(with(toTheService(), Map.of("maxBatchRecords", "7")));
        KinesisBatchEndpoint other = context.getEndpoint(
                "aws2-kinesis-batch:venues?region=us-west-2&useDefaultCredentialsProvider=true",
                KinesisBatchEndpoint.class);

        other.stop();
        Exchange sent = send();

        assertThat(service.calls()).hasSize(1);
        assertThat(service.calls().get(0).authorization()).contains("/eu-west-1/");
        assertThat(sent.getException()).hasStackTraceContaining("Status Code: 503");
    }

    private Map<String, String> toTheService() {
        return Map.of(
                "region", "eu-west-1",
                "accessKey", "me",
                "secretKey", "secret",
                "overrideEndpoint", "true",
                "uriEndpointOverride", service.url(),
                "maxAttempts", "1");
    }

    private static Map<String, String> with(Map<String, String> options, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    private KinesisBatchEndpoint startRoute(Map<String, String> options) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "- route:",
                "    errorHandler: {noErrorHandler: {}}",
                "    from:",
                "      uri: direct:stream",
                "      steps:",
                "        - to:",
                "            uri: aws2-kinesis-batch",
                "            parameters:",
                "              streamName: concerts"));
        options.forEach((name, value) -> lines.add("              " + name + ": '" + value + "'"));
        load(lines.stream().collect(Collectors.joining("\n")));
        return context.getEndpoints().stream()
                .filter(KinesisBatchEndpoint.class::isInstance)
                .map(KinesisBatchEndpoint.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("stream.camel.yaml", yaml));
        context.start();
    }

    private Exchange send() {
        return context.createFluentProducerTemplate()
                .to("direct:stream")
                .withHeader(KinesisBatchProducer.PARTITION_KEYS, List.of("key"))
                .withBody(List.of("record"))
                .send();
    }

    private static void setOrClear(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Test
    void aCallCanContainTheLargestRecord() {
        var endpoint = new KinesisBatchEndpoint("", new Kinesis2Configuration(), new KinesisBatchComponent());
        assertThat(endpoint.limits().maxBytes()).isEqualTo(5 << 20);

        endpoint.setMaxRecordBytes(10 << 20);

        assertThat(endpoint.limits().maxBytes()).isEqualTo(10 << 20);
    }
}
