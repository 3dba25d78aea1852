package io.tourbus.lake;

import io.tourbus.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the lake is, and how objects are put there. What the component {@code aws2-s3} has an option for, routes read from the
 * settings themselves; it is checked here.
 *
 * @param processedBucket of the normalised zone
 * @param unchanged whether records that have not changed are put again
 * @param tags of each object, in the order of the setting
 */
public record LakeSettings(String bucket, String processedBucket, boolean unchanged, Map<String, String> tags) {

    private static final List<String> ENCRYPTIONS = List.of("none", "s3", "kms");

    /** Those that can be read at once: a lake that has to be restored first is none. */
    private static final List<String> STORAGE_CLASSES =
            List.of("STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY");

    private static final int MOST_TAGS = 10;
    private static final String TAG = "(?U)(?!aws:)[\\w +\\-.:/@]{1,128}=[\\w +\\-=.:/@]{0,256}";

    public static LakeSettings read(Settings settings) {
        var bucket = settings.required("tourbus.lake.bucket");
        checkEncryption(settings);
        settings.text("tourbus.lake.storage-class")
                .ifPresent(name -> settings.oneOf("tourbus.lake.storage-class", name, STORAGE_CLASSES));
        return new LakeSettings(
                bucket,
                settings.text("tourbus.lake.processed-bucket").orElse(bucket),
                settings.flag("tourbus.lake.unchanged"),
                tags(settings));
    }

    private static void checkEncryption(Settings settings) {
        var encryption = settings.text("tourbus.lake.encryption").orElse("");
        settings.oneOf("tourbus.lake.encryption", encryption, ENCRYPTIONS);
        var key = settings.text("tourbus.lake.kms-key-id").isPresent();
        if (encryption.equals("kms") && !key) {
            settings.problem(
                    "tourbus.lake.kms-key-id",
                    "is blank, though tourbus.lake.encryption is 'kms':"
                            + " set a key, or alias/aws/s3 for the one that AWS keeps");
        } else if (!encryption.equals("kms") && key) {
            settings.problem(
                    "tourbus.lake.kms-key-id",
                    "is set, though tourbus.lake.encryption is '%s': set that to kms".formatted(encryption));
        }
    }

    private static Map<String, String> tags(Settings settings) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (var tag : settings.list("tourbus.lake.tags")) {
            var parts = tag.split("=", 2);
            if (!tag.matches(TAG)) {
                settings.problem(
                        "tourbus.lake.tags",
                        "has '%s': set key=value, of letters, digits, spaces and + - . _ : / @, no key of aws:"
                                .formatted(tag));
            } else if (tags.put(parts[0], parts[1]) != null) {
                settings.problem("tourbus.lake.tags", "has '%s' twice: set it once".formatted(parts[0]));
            }
        }
        if (tags.size() > MOST_TAGS) {
            settings.problem("tourbus.lake.tags", "has %d tags: S3 takes %d".formatted(tags.size(), MOST_TAGS));
        }
        return tags;
    }
}
