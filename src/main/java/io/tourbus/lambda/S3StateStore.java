package io.tourbus.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StateInUseException;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.aws.AwsClients;
import io.tourbus.lake.LakeSettings;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.db.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Stores the embedded state database in the bucket of the lake between Lambda invocations, as a zip file. A lock next to it
 * excludes other instances, and expires with the time limit of its holder. An upload replaces only the version that was
 * downloaded. If the state is in PostgreSQL, all methods do nothing.
 */
final class S3StateStore implements AutoCloseable {

    private static final String NOT_DOWNLOADED = "not downloaded";

    /** How much the clocks of two instances can differ. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @param until when the lock expires, in UTC */
    private record Lock(
            @JsonProperty("holder") String holder,
            @JsonProperty("until") String until) {

        boolean isHeld() {
            return Instant.parse(until).isAfter(Instant.now());
        }
    }

    private final AwsClients aws;
    private final Optional<Path> databaseFile;
    private final ConditionalS3Object zip;
    private final ConditionalS3Object lock;
    private Optional<String> localEtag = Optional.of(NOT_DOWNLOADED);
    private Optional<String> lockEtag = Optional.empty();

    private S3StateStore(Settings settings) {
        var lake = LakeSettings.read(settings);
        var folder = settings.required("tourbus.lambda.state-folder").replaceFirst("/*$", "/");
        databaseFile = StateSettings.read(settings).file();
        aws = AwsClients.read(settings);
        settings.check();
        var s3 = aws.client(aws.lake(), aws.timeouts());
        zip = new ConditionalS3Object(s3, lake.bucket(), folder + "state.zip");
        lock = new ConditionalS3Object(s3, lake.bucket(), folder + "lock.json");
    }

    /** @throws io.tourbus.settings.ConfigurationException if settings are not valid; it lists all problems */
    static S3StateStore open(SettingsOverrides overrides) {
        return SettingsFile.read(overrides, S3StateStore::new);
    }

    /**
     * @param holder describes this instance in the error messages of others
     * @param until when the lock expires
     * @throws StateInUseException if another instance has the lock
     */
    void lock(String holder, Instant until) {
        if (databaseFile.isEmpty()) {
            return;
        }
        var stored = new Lock[1];
        try {
            lockEtag = lock.get(content -> stored[0] = MAPPER.readValue(content, Lock.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (stored[0] != null && stored[0].isHeld()) {
            throw new StateInUseException("The state at %s is in use by %s, until %s at the latest. Try again later."
                    .formatted(lock.uri(), stored[0].holder(), stored[0].until()));
        }
        replaceLock(new Lock(holder, until.plus(MAX_CLOCK_SKEW).toString()));
        if (lockEtag.isEmpty()) {
            throw new StateInUseException(
                    "Another instance has just locked the state at %s. Try again later.".formatted(lock.uri()));
        }
    }

    /** Does nothing if the lock has expired and another holder has it. */
    void unlock() {
        if (lockEtag.isPresent()) {
            replaceLock(new Lock("nobody", Instant.EPOCH.toString()));
        }
    }

    private void replaceLock(Lock content) {
        try {
            lockEtag = lock.replace(lockEtag, RequestBody.fromBytes(MAPPER.writeValueAsBytes(content)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the state in the bucket differs from the local one. */
    boolean isOutdated() {
        return databaseFile.isPresent() && !zip.etag().equals(localEtag);
    }

    /** Replaces the local state with that of the bucket. The local database must be closed. */
    void download() {
        databaseFile.ifPresent(this::download);
    }

    private void download(Path target) {
        localEtag = Optional.of(NOT_DOWNLOADED);
        try {
            PrivateFiles.createFolders(target.getParent());
            Files.deleteIfExists(target);
            localEtag = zip.get(content -> {
                try (var unzipped = new ZipInputStream(content)) {
                    unzipped.getNextEntry();
                    Files.copy(unzipped, target, StandardCopyOption.REPLACE_EXISTING);
                    PrivateFiles.restrict(target);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Uploads the local state.
     *
     * @param backUp writes a zip file of the database to the given path
     * @throws StateInUseException if another instance has changed the state in the bucket
     */
    synchronized void upload(Consumer<Path> backUp) {
        databaseFile.ifPresent(file -> upload(file.resolveSibling("state.zip"), backUp));
    }

    private void upload(Path copy, Consumer<Path> backUp) {
        try {
            Files.deleteIfExists(copy);
            backUp.accept(copy);
            localEtag = Optional.of(zip.replace(localEtag, RequestBody.fromFile(copy))
                    .orElseThrow(() -> new StateInUseException(
                            "Another instance has changed %s. The state of this invocation is lost, and the next run repeats its work."
                                    .formatted(zip.uri()))));
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
