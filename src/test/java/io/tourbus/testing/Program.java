package io.tourbus.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.cli.TourbusCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The command line in this process, with the settings and output of a test. */
public final class Program {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The exit code of a command and what it printed. */
    public record Ended(int code, String out, String err) {

        /** The documents that it printed. */
        public List<JsonNode> json() throws IOException {
            return MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(out).readAll();
        }
    }

    private Program() {}

    /** All commands with their options, as {@code --help} shows them. */
    public static CommandLine commands() {
        return TourbusCommand.commandLine();
    }

    /** @param settings that the command line sets with {@code --set} */
    public static Ended run(Map<String, String> settings, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = Stream.concat(
                        Arrays.stream(arguments),
                        settings.entrySet().stream().map(set -> "--set=%s=%s".formatted(set.getKey(), set.getValue())))
                .toArray(String[]::new);
        var code = TourbusCommand.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Ended(code, out.toString(), err.toString());
    }
}
