package io.tourbus.lake;

import io.tourbus.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings {@code tourbus.lake.*}. Also validates the settings that routes pass directly to {@code aws2-s3}.
 *
 * @param places where each bucket is set
 */
public record LakeSettings(
        String bucket,
        String processedBucket,
        boolean unchanged,
        Map<String, String> tags,
        LakeLimits limits,
        Map<String, String> places) {

    private static final String BUCKET = "tourbus.lake.bucket";
    private static final String PROCESSED_BUCKET = "tourbus.lake.processed-bucket";

    private static final int MAX_TAGS = 10;
    private static final String TAG = "(?U)(?!aws:)[\\w +\\-.:/@]{1,128}=[\\w +\\-=.:/@]{0,256}";

    public static LakeSettings read(Settings settings) {
        settings.validate("tourbus.lake.");
        var bucket = settings.required(BUCKET);
        var processedBucket = settings.text(PROCESSED_BUCKET).orElse(bucket);
        Map<String, String> places = new LinkedHashMap<>();
        places.put(bucket, settings.place(BUCKET));
        places.putIfAbsent(processedBucket, settings.place(PROCESSED_BUCKET));
        checkKey(settings);
        return new LakeSettings(
                bucket,
                processedBucket,
                settings.flag("tourbus.lake.unchanged"),
                tags(settings),
                LakeLimits.read(settings),
                places);
    }

    private static void checkKey(Settings settings) {
        var encryption = settings.required("tourbus.lake.encryption");
        var key = settings.text("tourbus.lake.kms-key-id").isPresent();
        if (encryption.equals("kms") && !key) {
            settings.problem(
                    "tourbus.lake.kms-key-id",
                    "is blank, but tourbus.lake.encryption is kms",
                    "Set a key, or alias/aws/s3 for the key that AWS manages.");
        } else if (!encryption.equals("kms") && key) {
            settings.problem(
                    "tourbus.lake.kms-key-id",
                    "requires that tourbus.lake.encryption is kms, not '%s'".formatted(encryption),
                    "Set the encryption to kms, or remove the key.");
        }
    }

    private static Map<String, String> tags(Settings settings) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (var tag : settings.list("tourbus.lake.tags")) {
            var parts = tag.split("=", 2);
            if (!tag.matches(TAG)) {
                settings.invalid(
                        "tourbus.lake.tags",
                        tag,
                        "key=value with letters, digits, spaces and + - . _ : / @; keys must not start with aws:");
            } else if (tags.put(parts[0], parts[1]) != null) {
                settings.problem("tourbus.lake.tags", "contains a key twice: " + parts[0], "Remove one of them.");
            }
        }
        if (tags.size() > MAX_TAGS) {
            settings.problem(
                    "tourbus.lake.tags",
                    "contains too many tags: " + tags.size(),
                    "Set at most %d.".formatted(MAX_TAGS));
        }
        return tags;
    }
}
