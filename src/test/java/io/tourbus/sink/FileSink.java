package io.tourbus.sink;

import io.tourbus.aws.AwsClients;
import io.tourbus.model.Batch;
import io.tourbus.model.Normalized;
import io.tourbus.settings.Settings;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** A third sink, which appends records to a file as lines. */
public record FileSink(Path file) implements Sink {

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Configuration read(Settings settings) {
        return new FileConfiguration(file);
    }

    private record FileConfiguration(Path file) implements Configuration {

        @Override
        public Connection connect(Context context) {
            context.bind("fileWriter", new FileWriter(file));
            return new FileConnection();
        }

        @Override
        public void check(AwsClients aws, Clock clock, CheckReport report) {
            if (Files.isDirectory(file.getParent())) {
                report.ok("file", "can be created");
            } else {
                report.error("file", "There is no folder for it.");
            }
        }
    }

    /** Used by the routes. */
    public record FileWriter(Path file) {

        public void write(@Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
            var lines = batch != null
                    ? batch.lines()
                    : chunk.stream().map(stored -> stored.letter().payload()).toList();
            var content = new ByteArrayOutputStream();
            for (var line : lines) {
                content.writeBytes(line);
                content.write('\n');
            }
            try {
                Files.write(file, content.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class FileConnection implements Connection {

        @Override
        public Map<String, Long> accepted(Exchange exchange) {
            var batch = exchange.getVariable("batch", Batch.class);
            return Map.of("file_records", (long) batch.normalized().size());
        }

        @Override
        public Undelivered undelivered(Exchange exchange, Exception failure) {
            var batch = exchange.getVariable("batch", Batch.class);
            return new Undelivered(
                    "the file cannot be written",
                    batch.normalized().stream()
                            .map(Normalized::line)
                            .map(line -> new Part(line.identity(), Map.of(), line.json(), "no folder", true, 1))
                            .toList());
        }

        @Override
        public int redeliverySize() {
            return 100;
        }
    }
}
