package io.tourbus.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;

/** The lake in a bucket, or a copy of it in a folder. */
final class Lake {

    static final String MANIFESTS = "raw/_runs/";
    private static final String ENDING = ".json";

    private final String address;
    private final Configuration configuration;

    /** @param address {@code s3://bucket} or a folder */
    Lake(String address, Configuration configuration) {
        this.address = address;
        this.configuration = configuration;
    }

    /** Returns where an object is. The names of buckets have no effect in a folder. */
    String path(String bucket, String key) {
        return isFolder()
                ? "%s/%s".formatted(address, key)
                : "%s://%s/%s".formatted(URI.create(address).getScheme(), bucket, key);
    }

    /** Returns where a manifest or a patch is. */
    String path(String key) {
        return "%s/%s".formatted(address, key);
    }

    private boolean isFolder() {
        var scheme = URI.create(address.replace(' ', '+')).getScheme();
        return scheme == null || scheme.equals("file");
    }

    /**
     * Returns the files of the selected runs with a manifest, oldest first: for each run the keys of its manifest and patches, with
     * a text that changes when the file changes.
     */
    SortedMap<String, SortedMap<String, String>> listings(JobArguments selection) {
        SortedMap<String, SortedMap<String, String>> runs = new TreeMap<>();
        var folder = new Path(path(MANIFESTS));
        try {
            var files = folder.getFileSystem(configuration).listFiles(folder, true);
            while (files.hasNext()) {
                var file = files.next();
                var name = nameBelow(file.getPath());
                var slash = name.indexOf('/');
                if (name.endsWith(ENDING)) {
                    var run = name.substring(0, slash >= 0 ? slash : name.length() - ENDING.length());
                    runs.computeIfAbsent(run, added -> new TreeMap<>()).put(MANIFESTS + name, version(file));
                }
            }
        } catch (FileNotFoundException e) {
            // There is no manifest.
        } catch (IOException e) {
            throw new JobException(JobException.FAILED, "%s cannot be read: %s".formatted(folder, e.getMessage()));
        }
        runs.keySet().removeIf(run -> !runs.get(run).containsKey(MANIFESTS + run + ENDING));
        if (runs.isEmpty()) {
            throw new JobException(
                    JobException.FAILED, "No run has a manifest in %s. Check --lake.".formatted(path(MANIFESTS)));
        }
        runs.keySet().removeIf(run -> !selection.selects(run));
        if (runs.isEmpty() && !selection.runPrefix().isEmpty()) {
            throw new JobException(
                    JobException.FAILED,
                    "No run that begins with %s has a manifest in %s."
                            .formatted(selection.runPrefix(), path(MANIFESTS)));
        }
        return runs;
    }

    private static String nameBelow(Path file) {
        var path = file.toUri().getPath();
        return path.substring(path.lastIndexOf(MANIFESTS) + MANIFESTS.length());
    }

    /** As {@code tourbus warehouse} does it, so that each engine recognizes what the other has applied. */
    private static String version(LocatedFileStatus file) {
        var etag = file instanceof EtagSource source ? source.getEtag() : null;
        if (etag == null || etag.isEmpty()) {
            return "%d-%d".formatted(file.getLen(), file.getModificationTime());
        }
        return etag.startsWith("\"") ? etag : '"' + etag + '"';
    }

    /** Reads a whole object. @throws FileNotFoundException if it does not exist */
    static byte[] read(String path, Configuration configuration) throws IOException {
        var file = new Path(path);
        try (var in = file.getFileSystem(configuration).open(file)) {
            return in.readAllBytes();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
