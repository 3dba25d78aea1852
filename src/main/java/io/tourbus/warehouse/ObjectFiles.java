package io.tourbus.warehouse;

import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.model.LandedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Copies objects of the lake to a folder, from which DuckDB reads them. */
final class ObjectFiles {

    private final LakeReader lake;
    private final Path folder;
    private int number;

    ObjectFiles(LakeReader lake, Path folder) {
        this.lake = lake;
        this.folder = folder;
    }

    /** Copies objects. @param skipped receives each object that is not as its manifest says */
    List<StagedObject> stage(List<PendingObject> objects, Consumer<SkippedObject> skipped) {
        List<StagedObject> staged = new ArrayList<>();
        for (var object : objects) {
            try {
                var content = lake.content(object.bucket(), object.key());
                var problem = content.map(found -> problem(object, found)).orElse("missing");
                if (problem.isEmpty()) {
                    var found = content.orElseThrow();
                    staged.add(new StagedObject(object, ++number, write(found.bytes()), found.sha256()));
                } else {
                    skipped.accept(new SkippedObject(object.address(), problem));
                }
            } catch (LakeException e) {
                if (!e.damaged() && !e.refused()) {
                    throw e;
                }
                skipped.accept(SkippedObject.of(object.address(), e));
            }
        }
        return staged;
    }

    private static String problem(PendingObject object, LakeReader.Content content) {
        var written = object.versions().stream()
                .filter(version -> version.sha256().equals(content.sha256()))
                .map(LandedObject::lines)
                .findFirst();
        if (written.isEmpty()) {
            return "its SHA-256 differs from the manifest";
        }
        return written.get() == content.lines()
                ? ""
                : "its number of lines is %,d, but the manifest says %,d".formatted(content.lines(), written.get());
    }

    /** Copies an object if it has this SHA-256. */
    Optional<Path> copy(String bucket, String key, String sha256) {
        try {
            return lake.content(bucket, key)
                    .filter(content -> content.sha256().equals(sha256))
                    .map(content -> {
                        ++number;
                        return write(content.bytes());
                    });
        } catch (LakeException e) {
            if (e.refused()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Path write(byte[] content) {
        try {
            return Files.write(folder.resolve(number + ".ndjson.gz"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(List<Path> files) {
        try {
            for (var file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
