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

/** Puts, reads and deletes a marker in each bucket, and asks the stream what it is. Compares the clocks on the way. */
final class SinkCheck {

    /** AWS refuses signatures that are older, or younger. */
    private static final Duration MOST_APART = Duration.ofMinutes(5);

    private static final Duration LITTLE_APART = Duration.ofSeconds(30);

    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    private SinkCheck(Clock clock) {
        this.clock = clock;
    }

    static List<Finding> findings(SettingsOverrides overlay, Clock clock) {
        return SettingsFile.read(overlay, settings -> {
            var check = new SinkCheck(clock);
            check.all(settings);
            return check.findings;
        });
    }

    private void all(Settings settings) {
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
            var answer = s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
            answer.sdkHttpResponse().firstMatchingHeader("Date").ifPresent(this::compareClocks);
        } catch (SdkException e) {
            return Finding.wrong(what, "takes no object: %s: it needs s3:PutObject".formatted(e.getMessage()));
        }
        try {
            var read = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
            if (!Arrays.equals(content, read)) {
                return Finding.wrong(what, "hands out something else than was put");
            }
        } catch (SdkException e) {
            return Finding.warning(what, "takes objects, and hands none out, which only verify needs: s3:GetObject");
        }
        try {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key));
            return Finding.ok(what, "takes objects, and hands them out");
        } catch (SdkException e) {
            return Finding.warning(what, "takes objects; %s stays, for want of s3:DeleteObject".formatted(key));
        }
    }

    private void compareClocks(String date) {
        apart(date).ifPresent(apart -> {
            var said = "%d s from that of S3".formatted(apart.toSeconds());
            if (apart.compareTo(MOST_APART) > 0) {
                findings.add(Finding.wrong("clock", said + ": set it, AWS refuses more than 5 minutes"));
            } else {
                findings.add(
                        apart.compareTo(LITTLE_APART) > 0
                                ? Finding.warning("clock", said + ": set it")
                                : Finding.ok("clock", said));
            }
        });
    }

    private Optional<Duration> apart(String date) {
        try {
            var there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(there, clock.instant()).abs());
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
            var said = "%s, %d shards, %s"
                    .formatted(
                            stream.streamStatusAsString().toLowerCase(Locale.ROOT),
                            stream.openShardCount(),
                            mode.replace('_', '-'));
            return stream.streamStatus() == StreamStatus.ACTIVE || stream.streamStatus() == StreamStatus.UPDATING
                    ? Finding.ok(what, said)
                    : Finding.wrong(what, said + ": wait until it is active");
        } catch (SdkException e) {
            return Finding.wrong(
                    what, "does not say what it is: %s: set AWS_KINESIS_STREAM_NAME".formatted(e.getMessage()));
        }
    }
}
