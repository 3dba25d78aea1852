package io.tourbus.lake;

import io.tourbus.sink.Sink.CheckReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes, reads and deletes a test object in each bucket, and compares the clock with that of S3. */
final class LakeCheck {

    /** AWS rejects signatures that are older or newer. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    private static final Duration NOTABLE_CLOCK_SKEW = Duration.ofSeconds(30);

    private final S3Client client;
    private final Clock clock;
    private final CheckReport report;

    LakeCheck(S3Client client, Clock clock, CheckReport report) {
        this.client = client;
        this.clock = clock;
        this.report = report;
    }

    void check(LakeSettings lake) {
        Stream.of(lake.bucket(), lake.processedBucket()).distinct().forEach(this::check);
    }

    private void check(String bucket) {
        var subject = "bucket " + bucket;
        var key = "raw/_check/" + UUID.randomUUID();
        var content = key.getBytes(StandardCharsets.UTF_8);
        try {
            var response = client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
            response.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .flatMap(this::clockSkew)
                    .ifPresent(this::reportClock);
        } catch (SdkException e) {
            report.error(subject, "cannot be written: %s. Allow s3:PutObject.".formatted(e.getMessage()));
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

    private Optional<Duration> clockSkew(String date) {
        try {
            var serverTime = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(serverTime, clock.instant()).abs());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void reportClock(Duration skew) {
        var result = "differs by %d s from S3".formatted(skew.toSeconds());
        if (skew.compareTo(MAX_CLOCK_SKEW) > 0) {
            report.error("clock", result + ". Synchronise it: AWS rejects more than 5 minutes.");
        } else if (skew.compareTo(NOTABLE_CLOCK_SKEW) > 0) {
            report.warning("clock", result + ". Synchronise it.");
        } else {
            report.ok("clock", result);
        }
    }
}
