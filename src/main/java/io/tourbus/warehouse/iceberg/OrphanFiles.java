package io.tourbus.warehouse.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Finds data files that no snapshot of a table contains. */
final class OrphanFiles {

    /** The names that {@link IcebergTable#write} uses. Other engines use longer ones. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[.]parquet");

    private OrphanFiles() {}

    /** @param current locations of files that are known to be in use */
    static void delete(Table table, Set<String> current, long olderThanMillis) {
        if (!(table.io() instanceof SupportsPrefixOperations io)) {
            return;
        }
        var sample = table.locationProvider().newDataLocation("x");
        var folder = sample.substring(0, sample.length() - 1);
        List<String> candidates = new ArrayList<>();
        for (var file : io.listPrefix(folder)) {
            var isOld = file.createdAtMillis() < olderThanMillis;
            if (isOld && isOwn(folder, file.location()) && !current.contains(file.location())) {
                candidates.add(file.location());
            }
        }
        if (!candidates.isEmpty()) {
            candidates.removeAll(names(table));
            candidates.forEach(io::deleteFile);
        }
    }

    private static boolean isOwn(String folder, String location) {
        return location.startsWith(folder)
                && NAME.matcher(location.substring(folder.length())).matches();
    }

    private static Set<String> names(Table table) {
        Set<String> names = new HashSet<>();
        Set<String> read = new HashSet<>();
        for (var snapshot : table.snapshots()) {
            for (var manifest : snapshot.dataManifests(table.io())) {
                if (read.add(manifest.path())) {
                    addNames(table, manifest, names);
                }
            }
        }
        return names;
    }

    private static void addNames(Table table, ManifestFile manifest, Set<String> names) {
        try (var paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
