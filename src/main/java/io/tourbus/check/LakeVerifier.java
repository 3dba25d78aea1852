package io.tourbus.check;

import io.tourbus.app.settings.SettingsFile;
import io.tourbus.aws.AwsClients;
import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;

/**
 * Checks that the lake still contains every object of a run, unchanged, for {@code tourbus verify}. It needs only the settings of
 * the lake.
 */
public final class LakeVerifier implements AutoCloseable {

    /**
     * The result of a verification.
     *
     * @param status the status of the run: {@code complete}, {@code partial} or {@code failed}
     * @param objects the number of objects of the run
     * @param records the number of records in them
     * @param different the number of objects that are missing or were changed
     * @param unreadable the number of objects that the store does not return
     */
    public record Found(String runId, String status, int objects, long records, int different, int unreadable) {}

    private final AwsClients aws;
    private final LakeReader reader;

    private LakeVerifier(Settings settings) {
        var lake = LakeSettings.read(settings);
        aws = AwsClients.read(settings);
        settings.check();
        // With validation, a changed object would be a failed read instead of a difference.
        var client = aws.lake().responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        reader = new LakeReader(aws.client(client, aws.timeouts()), lake.bucket(), lake.limits());
    }

    /** @throws io.tourbus.settings.ConfigurationException if settings are not valid; it lists all problems */
    public static LakeVerifier open(SettingsOverrides overrides) {
        return SettingsFile.read(overrides, LakeVerifier::new);
    }

    /**
     * Reads every object of a run and compares it with the manifest.
     *
     * @param run the ID of the run; empty for the last one
     * @param report receives a line for each object that is missing, changed or unreadable
     * @throws LakeException if there is no manifest, or the store is unreachable
     */
    public Found verify(Optional<String> run, Consumer<String> report) {
        var manifest = reader.manifest(run.orElseGet(reader::latestRun));
        var landed = reader.landed(manifest);
        var different = 0;
        var unreadable = 0;
        for (var versions : landed) {
            try {
                var difference = reader.difference(versions);
                difference.ifPresent(report);
                different += difference.isPresent() ? 1 : 0;
            } catch (LakeException e) {
                if (!e.refused()) {
                    throw e;
                }
                report.accept(e.getMessage());
                unreadable++;
            }
        }
        return new Found(
                manifest.runId(), manifest.status(), landed.size(), LakeReader.records(landed), different, unreadable);
    }

    @Override
    public void close() {
        aws.close();
    }
}
