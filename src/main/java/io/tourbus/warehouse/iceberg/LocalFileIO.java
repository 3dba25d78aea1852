package io.tourbus.warehouse.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Reads and writes the files of tables in a local folder. Iceberg itself needs Hadoop for that. */
public class LocalFileIO implements FileIO, SupportsPrefixOperations {

    private static final long serialVersionUID = 1;

    @Override
    public InputFile newInputFile(String path) {
        return Files.localInput(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        try {
            // Iceberg fails if another process creates the folder at the same time.
            java.nio.file.Files.createDirectories(Path.of(path).getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Files.localOutput(path);
    }

    @Override
    public void deleteFile(String path) {
        try {
            java.nio.file.Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists the files of a folder, without its subfolders. */
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        var folder = Path.of(prefix);
        if (!java.nio.file.Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = java.nio.file.Files.list(folder)) {
            List<FileInfo> found = new ArrayList<>();
            for (var file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                found.add(new FileInfo(
                        file.toString(),
                        java.nio.file.Files.size(file),
                        java.nio.file.Files.getLastModifiedTime(file).toMillis()));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void deletePrefix(String prefix) {
        throw new UnsupportedOperationException("Tourbus deletes single files only.");
    }
}
