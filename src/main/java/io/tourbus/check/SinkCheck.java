package io.tourbus.check;

import io.tourbus.app.SettingsFile;
import io.tourbus.aws.AwsClients;
import io.tourbus.check.PreflightCheck.Finding;
import io.tourbus.lake.LakeSettings;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests the sinks: writes, reads and deletes a marker object in each bucket, compares the clock with S3, and describes the stream. */
final class SinkCheck {

    /** AWS rejects requests whose time differs by more. */
    private static final Duration MAX_DIFFERENCE = Duration.ofMinutes(5);

    private static final Duration WARN_DIFFERENCE = Duration.ofSeconds(30);

    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    private SinkCheck(Clock clock) {
        this.clock = clock;
    }

    static List<Finding> findings(SettingsOverrides overrides, Clock clock) {
        return SettingsFile.read(overrides, settings -> {
            var check = new SinkCheck(clock);
            check.run(settings);
            return check.findings;
        });
    }

    private void run(Settings settings) {
        var lake = LakeSettings.read(settings);
        var stream = settings.required("tourbus.stream.name");
        try (var aws = AwsClients.read(settings)) {
            settings.check();
            var s3 = aws.client(aws.lake(), aws.timeouts());
            Stream.of(lake.bucket(), lake.processedBucket())
                    .distinct()
                    .forEach(bucket -> findings.add(bucket(s3, bucket)));
            findings.add(stream(aws.client(KinesisClient.builder(), aws.timeouts()), stream));
        }
    }

    private Finding bucket(S3Client s3, String bucket) {
        var what = "bucket " + bucket;
        var key = "raw/_check/" + UUID.randomUUID();
        var content = key.getBytes(StandardCharsets.UTF_8);
        try {
            var response = s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
            response.sdkHttpResponse().firstMatchingHeader("Date").ifPresent(this::compareClocks);
        } catch (SdkException e) {
            return Finding.wrong(what, "cannot be written: %s. Allow s3:PutObject.".formatted(e.getMessage()));
        }
        try {
            var read = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
            if (!Arrays.equals(content, read)) {
                return Finding.wrong(what, "returns other content than was written");
            }
        } catch (SdkException e) {
            return Finding.warning(what, "write OK, but objects cannot be read. To use verify, allow s3:GetObject.");
        }
        try {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key));
            return Finding.ok(what, "read and write OK");
        } catch (SdkException e) {
            return Finding.warning(
                    what,
                    "read and write OK, but %s cannot be deleted. Allow s3:DeleteObject, or delete it.".formatted(key));
        }
    }

    private void compareClocks(String date) {
        difference(date).ifPresent(difference -> {
            var found = "differs by %d s from S3".formatted(difference.toSeconds());
            if (difference.compareTo(MAX_DIFFERENCE) > 0) {
                findings.add(Finding.wrong("clock", found + ". Synchronise it: AWS rejects more than 5 minutes."));
            } else {
                findings.add(
                        difference.compareTo(WARN_DIFFERENCE) > 0
                                ? Finding.warning("clock", found + ". Synchronise it.")
                                : Finding.ok("clock", found));
            }
        });
    }

    private Optional<Duration> difference(String date) {
        try {
            var serverTime = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(serverTime, clock.instant()).abs());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Finding stream(KinesisClient kinesis, String name) {
        var what = "stream " + name;
        try {
            var stream = kinesis.describeStreamSummary(describe -> describe.streamName(name))
                    .streamDescriptionSummary();
            var mode = stream.streamModeDetails() == null
                    ? "provisioned"
                    : stream.streamModeDetails().streamModeAsString().toLowerCase(Locale.ROOT);
            var found = "%s, %d shards, %s"
                    .formatted(
                            stream.streamStatusAsString().toLowerCase(Locale.ROOT),
                            stream.openShardCount(),
                            mode.replace('_', '-'));
            return stream.streamStatus() == StreamStatus.ACTIVE || stream.streamStatus() == StreamStatus.UPDATING
                    ? Finding.ok(what, found)
                    : Finding.wrong(what, found + ". Wait until it is active.");
        } catch (SdkException e) {
            return Finding.wrong(
                    what,
                    "cannot be described: %s. Check AWS_KINESIS_STREAM_NAME and AWS_REGION.".formatted(e.getMessage()));
        }
    }
}
