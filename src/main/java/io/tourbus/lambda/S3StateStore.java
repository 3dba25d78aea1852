package io.tourbus.lambda;

import io.tourbus.app.SettingsFile;
import io.tourbus.app.StateInUseException;
import io.tourbus.app.StateSettings;
import io.tourbus.app.TourbusContext;
import io.tourbus.aws.AwsClients;
import io.tourbus.lake.LakeSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipInputStream;

/**
 * The embedded state of processes whose disk does not last: between invocations the bucket of the lake keeps it, as a zip of
 * the database. A lock beside it, which ends with the time limit of its holder, keeps other instances away meanwhile, and
 * the zip is only written over what was read. Where the state is no file there is nothing to do.
 */
public final class S3StateStore implements AutoCloseable {

    private static final String UNKNOWN = "not fetched yet";

    private final AwsClients aws;
    private final Optional<Path> file;
    private final ConditionalS3Object zip;
    private final S3Lease lock;
    private Optional<String> here = Optional.of(UNKNOWN);

    private S3StateStore(Settings settings) {
        var lake = LakeSettings.read(settings);
        var folder = settings.required("tourbus.lambda.state-folder").replaceFirst("/*$", "/");
        file = StateSettings.read(settings, TourbusContext.folder()).file();
        aws = AwsClients.read(settings);
        settings.check();
        var s3 = aws.client(aws.lake(), aws.timeouts());
        zip = new ConditionalS3Object(s3, lake.bucket(), folder + "state.zip");
        lock = new S3Lease(new ConditionalS3Object(s3, lake.bucket(), folder + "lock.json"));
    }

    /**
     * @param overlay what is set beside the file
     * @throws ConfigurationException naming all that is wrong with the settings
     */
    public static S3StateStore open(SettingsOverrides overlay) {
        return SettingsFile.read(overlay, S3StateStore::new);
    }

    /**
     * Keeps other instances away.
     *
     * @param holder who that is, for those who ask for it meanwhile
     * @param until when the holder is gone, whatever happens
     * @throws StateInUseException when another one has it
     */
    public void take(String holder, Instant until) {
        if (file.isPresent()) {
            lock.take(holder, until);
        }
    }

    /** Lets others have it. */
    public void release() {
        if (file.isPresent()) {
            lock.release();
        }
    }

    /** Whether the bucket has another state than this process. */
    public boolean changed() {
        return file.isPresent() && !zip.etag().equals(here);
    }

    /** Takes the state of the bucket in place of the one that is here, which nobody may have open. */
    public void fetch() {
        file.ifPresent(this::fetch);
    }

    private void fetch(Path target) {
        here = Optional.of(UNKNOWN);
        try {
            Files.createDirectories(target.getParent());
            Files.deleteIfExists(target);
            here = zip.get(content -> {
                try (var unzipped = new ZipInputStream(content)) {
                    unzipped.getNextEntry();
                    Files.copy(unzipped, target, StandardCopyOption.REPLACE_EXISTING);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps the state as it is now.
     *
     * @param backUp writes the zip
     * @throws StateInUseException when another instance has written its own meanwhile
     */
    public synchronized void keep(Consumer<Path> backUp) {
        file.ifPresent(target -> keep(target.resolveSibling("state.zip"), backUp));
    }

    private void keep(Path copy, Consumer<Path> backUp) {
        try {
            Files.deleteIfExists(copy);
            backUp.accept(copy);
            here = Optional.of(zip.replace(here, copy)
                    .orElseThrow(() -> new StateInUseException(
                            "another instance has written %s meanwhile: what this one remembers is lost"
                                    .formatted(zip.address()))));
            Files.delete(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        aws.close();
    }
}
