package io.tourbus.check;

import io.tourbus.app.SettingsFile;
import io.tourbus.aws.AwsClients;
import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Looks whether all that a run left in the lake is still there. Needs the settings of the lake, and no others. */
public final class LakeVerifier implements AutoCloseable {

    /**
     * What came of it.
     *
     * @param status how the run itself ended: {@code complete}, {@code partial} or {@code failed}
     * @param different how many objects are missing or not as they landed
     * @param unreadable how many objects the store does not hand out
     */
    public record Found(String runId, String status, int objects, long records, int different, int unreadable) {}

    private final AwsClients aws;
    private final LakeReader reader;

    private LakeVerifier(Settings settings) {
        var lake = LakeSettings.read(settings);
        aws = AwsClients.read(settings);
        settings.check();
        reader = new LakeReader(aws.client(judgedHere(aws.lake()), aws.timeouts()), lake.bucket());
    }

    /** What does not match the checksum that the store keeps is a difference to be told, and no failure of a read. */
    private static S3ClientBuilder judgedHere(S3ClientBuilder lake) {
        return lake.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }

    /**
     * @param overlay what is set beside the file
     * @throws ConfigurationException naming all that is wrong with the settings
     */
    public static LakeVerifier open(SettingsOverrides overlay) {
        return SettingsFile.read(overlay, LakeVerifier::new);
    }

    /**
     * Reads again every object of a run.
     *
     * @param run the run that began last, if empty
     * @param difference gets a line for each object that is missing, not as it landed or not handed out
     * @throws LakeException when there is no manifest, or the store is out of reach
     */
    public Found verify(Optional<String> run, Consumer<String> difference) {
        var manifest = reader.manifest(run.orElseGet(reader::latestRun));
        var landed = reader.landed(manifest);
        var different = 0;
        var unreadable = 0;
        for (var versions : landed) {
            try {
                var line = reader.difference(versions);
                line.ifPresent(difference);
                different += line.isPresent() ? 1 : 0;
            } catch (LakeException e) {
                if (!e.refused()) {
                    throw e;
                }
                difference.accept(e.getMessage());
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
