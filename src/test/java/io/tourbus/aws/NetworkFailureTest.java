package io.tourbus.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class NetworkFailureTest {

    @Test
    void eachReasonHasItsOwnHint() {
        assertThat(describe(
                        new ConnectException("Connect to http://127.0.0.1:9 [/127.0.0.1] failed: Connection refused")))
                .isEqualTo("The connection to 127.0.0.1:9 was refused. Check the address, and that the server runs.");
        assertThat(describe(new UnknownHostException("nowhere.invalid: Name or service not known")))
                .isEqualTo("The host nowhere.invalid is unknown. Check the address, the region and DNS.");
        assertThat(describe(new SSLHandshakeException("PKIX path building failed")))
                .startsWith("TLS failed: PKIX path building failed. Check");
        assertThat(describe(new SocketTimeoutException("Read timed out")))
                .isEqualTo("The server does not respond in time. Check the network and proxies.");
        assertThat(describe(new ConnectException("Network is unreachable")))
                .isEqualTo(
                        "The server is unreachable: Network is unreachable. Check the address, the network and proxies.");
        assertThat(NetworkFailure.describe(new IOException("broken"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchBucket, 404, It does not exist. Create it.",
        "AccessDenied, 403, Access is denied (AccessDenied). Allow s3:PutObject.",
        "InvalidAccessKeyId, 403, The AWS credentials are not accepted (InvalidAccessKeyId). Check",
        "SignatureDoesNotMatch, 403, The AWS credentials are not accepted (SignatureDoesNotMatch). Check",
        "InternalError, 500, AWS returns HTTP 500: InternalError"
    })
    void whatAwsReturnsIsExplained(String code, int status, String explained) {
        var failure = S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();

        assertThat(AwsFailures.explain(failure, "Create it.", "s3:PutObject")).startsWith(explained);
    }

    @Test
    void withoutAResponseTheNetworkIsTheReason() {
        var failure =
                SdkClientException.create("Unable to execute HTTP request", new UnknownHostException("s3.invalid"));

        assertThat(AwsFailures.explain(failure, "Create it.", "s3:PutObject"))
                .startsWith("The host s3.invalid is unknown.");
        assertThat(AwsFailures.cause(failure)).startsWith("The host s3.invalid is unknown.");
        assertThat(AwsFailures.cause(SdkClientException.create("broken"))).isEqualTo("SdkClientException");
    }

    private static String describe(Exception failure) {
        return NetworkFailure.describe(new IOException(failure)).orElseThrow();
    }
}
