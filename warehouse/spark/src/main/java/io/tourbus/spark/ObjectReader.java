package io.tourbus.spark;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads gzip NDJSON objects, on the machine of the task. For each object, the first row has its SHA-256, and the others its lines.
 * If the object differs from what the manifest and its patches list, there is one row with the problem.
 */
final class ObjectReader implements FlatMapFunction<ObjectReader.Target, Row> {

    /**
     * An object to read.
     *
     * @param versions the number of lines of each version that can be in the lake, by SHA-256
     */
    record Target(int number, String path, Map<String, Long> versions) implements Serializable {}

    static final StructType LINES =
            StructType.fromDDL("_object INT, _line INT, _text STRING, _sha256 STRING, _problem STRING");

    private static final long serialVersionUID = 1;

    private final SerializableConfiguration configuration;

    ObjectReader(SerializableConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Iterator<Row> call(Target target) throws IOException {
        var object = target.number();
        try {
            var content = Lake.read(target.path(), configuration.value());
            var sha256 = sha256(content);
            var expected = target.versions().get(sha256);
            if (expected == null) {
                return problem(object, "its SHA-256 differs from the manifest");
            }
            var lines = lines(content).count();
            if (lines != expected) {
                return problem(
                        object, "its number of lines is %,d, but the manifest says %,d".formatted(lines, expected));
            }
            var numbers = IntStream.iterate(1, number -> number + 1).iterator();
            return Stream.concat(
                            Stream.of(RowFactory.create(object, 0, null, sha256, null)),
                            lines(content).map(line -> RowFactory.create(object, numbers.next(), line, null, null)))
                    .iterator();
        } catch (FileNotFoundException e) {
            return problem(object, "missing");
        } catch (AccessDeniedException | AccessControlException e) {
            return problem(object, "access is denied: " + e.getMessage());
        } catch (UncheckedIOException e) {
            return problem(
                    object,
                    "it is damaged: " + Objects.requireNonNullElse(e.getCause().getMessage(), "it is incomplete"));
        }
    }

    private static Iterator<Row> problem(int object, String problem) {
        return Stream.of(RowFactory.create(object, 0, null, null, problem)).iterator();
    }

    /** @throws UncheckedIOException if the content is not gzip or not UTF-8 */
    private static Stream<String> lines(byte[] content) {
        try {
            var in = new GZIPInputStream(new ByteArrayInputStream(content), 1 << 16);
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
