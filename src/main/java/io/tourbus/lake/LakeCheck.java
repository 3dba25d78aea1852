package io.tourbus.lake;

import io.tourbus.aws.AwsClients;
import io.tourbus.aws.AwsFailures;
import io.tourbus.settings.Settings;
import io.tourbus.sink.Sink.CheckReport;
import io.tourbus.sink.Sink.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Checks access to the buckets of the lake: briefly before each run, and in full for {@code tourbus check}. */
final class LakeCheck {

    private static final Logger LOG = LoggerFactory.getLogger("lake");

    /** AWS rejects signatures that are older or newer. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    private static final Duration NOTABLE_CLOCK_SKEW = Duration.ofSeconds(30);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final S3Client client;
    /** Where each bucket is set. */
    private final Map<String, String> places;

    private final Function<SdkException, Optional<String>> otherRegion;

    /** @param otherRegion see {@link AwsClients#otherRegion} */
    LakeCheck(S3Client client, LakeSettings lake, Function<SdkException, Optional<String>> otherRegion) {
        this.client = client;
        this.places = lake.places();
        this.otherRegion = otherRegion;
    }

    /**
     * Reports missing and forbidden buckets as problems of the settings. An unreachable store is only logged, because dead letters
     * keep its objects until it recovers.
     */
    void probe(Settings settings) {
        problems().forEach(settings::problem);
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (var bucket : places.keySet()) {
            try {
                client.headBucket(
                        request -> request.bucket(bucket).overrideConfiguration(call -> call.apiCallTimeout(TIMEOUT)));
            } catch (SdkException e) {
                if (e instanceof S3Exception response && response.statusCode() < 500) {
                    problems.add(problem(bucket, response));
                } else {
                    LOG.warn(
                            "Bucket {} is unreachable; Tourbus keeps its objects as dead letters: {}",
                            bucket,
                            AwsFailures.reason(e));
                }
            }
        }
        return problems;
    }

    /** The buckets, which are empty if no run has a manifest there. */
    Destination destination() {
        var address = AwsClients.address("S3", String.join("+", places.keySet()), "");
        return new Destination(
                address, "", hasNoManifests(), problems().stream().findFirst());
    }

    /** An unreachable store, or one that forbids listing, counts as not empty. */
    private boolean hasNoManifests() {
        try {
            return client.listObjectsV2(
                            list -> list.bucket(places.keySet().iterator().next())
                                    .prefix(Manifest.FOLDER)
                                    .maxKeys(1)
                                    .overrideConfiguration(call -> call.apiCallTimeout(TIMEOUT)))
                    .contents()
                    .isEmpty();
        } catch (SdkException e) {
            return false;
        }
    }

    private String problem(String bucket, S3Exception response) {
        var status = response.statusCode();
        if (status == 404) {
            return "The bucket '%s' does not exist. %s".formatted(bucket, absent(bucket));
        }
        return otherRegion
                .apply(response)
                .map(wrong -> "The bucket '%s' %s".formatted(bucket, wrong))
                .orElseGet(() ->
                        "S3 returns HTTP %d for the bucket '%s'. Allow s3:ListBucket and s3:PutObject for these credentials."
                                .formatted(status, bucket));
    }

    private String absent(String bucket) {
        return "Create it, or correct %s.".formatted(places.get(bucket));
    }

    /** Writes, reads and deletes a test object in each bucket, and compares the clock with that of S3. */
    void check(Clock clock, CheckReport report) {
        places.keySet().forEach(bucket -> check(bucket, clock, report));
    }

    private void check(String bucket, Clock clock, CheckReport report) {
        var subject = "bucket " + bucket;
        var key = "raw/_check/" + UUID.randomUUID();
        var content = key.getBytes(StandardCharsets.UTF_8);
        try {
            var response = client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
            response.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .flatMap(date -> clockSkew(date, clock))
                    .ifPresent(skew -> reportClock(skew, report));
        } catch (SdkException e) {
            report.error(
                    subject,
                    otherRegion
                            .apply(e)
                            .map("It "::concat)
                            .orElseGet(() -> AwsFailures.explain(e, absent(bucket), "s3:PutObject")));
            return;
        }
        try {
            var read =
                    client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
            if (!Arrays.equals(content, read)) {
                report.error(subject, "returns other content than was written");
                return;
            }
        } catch (SdkException e) {
            report.warning(subject, "write OK, but objects cannot be read. To use verify, allow s3:GetObject.");
            return;
        }
        try {
            client.deleteObject(delete -> delete.bucket(bucket).key(key));
            report.ok(subject, "read and write OK");
        } catch (SdkException e) {
            report.warning(
                    subject,
                    "read and write OK, but %s cannot be deleted. Allow s3:DeleteObject, or delete it.".formatted(key));
        }
    }

    private static Optional<Duration> clockSkew(String date, Clock clock) {
        try {
            var serverTime = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(serverTime, clock.instant()).abs());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void reportClock(Duration skew, CheckReport report) {
        var result = "differs by %d s from S3".formatted(skew.toSeconds());
        if (skew.compareTo(MAX_CLOCK_SKEW) > 0) {
            report.error("clock", result + ". Synchronize it: AWS rejects more than 5 minutes.");
        } else if (skew.compareTo(NOTABLE_CLOCK_SKEW) > 0) {
            report.warning("clock", result + ". Synchronize it.");
        } else {
            report.ok("clock", result);
        }
    }
}
