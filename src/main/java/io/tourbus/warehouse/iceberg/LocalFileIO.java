package io.tourbus.warehouse.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Reads and writes the files of tables in a local folder. Iceberg itself needs Hadoop for that. */
final class LocalFileIO implements FileIO {

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
}
