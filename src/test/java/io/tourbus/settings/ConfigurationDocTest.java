package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is made of the comments of {@code application.properties}. */
class ConfigurationDocTest {

    private static final Path DOC = Path.of("docs/configuration.md");
    private static final Pattern SECTION = Pattern.compile("# --- (.*) ---");
    private static final Pattern DEFAULT = Pattern.compile("\\{\\{env:\\w+:(.*)}}");
    private static final String HEAD = """
            # Configuration

            <!-- Made of application.properties: ./mvnw -o test -Dtest=ConfigurationDocTest -Dtourbus.write-docs=true -->

            What is set later in this list wins:

            1. `application.properties` in Tourbus's folder, which has every setting with its default;
            2. a file of your own, named by the variable `TOURBUS_CONFIG`;
            3. the environment: the variables below, which are the names of the settings in capitals with `_` for dots and dashes;
            4. `--set key=value` on the command line, as often as you like.

            Secrets may lie in files, as Docker and Kubernetes mount them: `API_SPOTIFY_CLIENT_SECRET_FILE`,
            `API_TICKETMASTER_API_KEY_FILE` and `TOURBUS_STATE_PASSWORD_FILE` name them. Or AWS Secrets Manager keeps them: any setting may
            be `{{aws:name}}`, or `{{aws:name#field}}` for a field of a secret in JSON, as in
            `API_SPOTIFY_CLIENT_SECRET='{{aws:tourbus/spotify#client-secret}}'`; `{{aws:name#field:}}` may lack the field, and is blank then. It
            is asked at the start and when the file is edited, in the region `tourbus.aws.region`, with the credentials that S3 and Kinesis are asked with, which need
            `secretsmanager:GetSecretValue`.

            `tourbus config show` prints what is in force and who has set it, without secrets. A name that is none of a setting is told with
            the nearest one, and all that is wrong at once, with who has set it; nothing starts then, and the exit code is 78. Settings that
            do not begin with `tourbus.` are Camel's, or those of your own routes. Lists are separated by commas.
            """;

    private final SettingNames names = SettingNames.shipped();

    @Test
    void itSaysWhatTheFileSays() throws IOException {
        var wanted = rendered();
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(DOC, wanted);
        }

        assertThat(Files.readString(DOC))
                .as("make it anew: ./mvnw -o test -Dtest=ConfigurationDocTest -Dtourbus.write-docs=true")
                .isEqualTo(wanted);
        assertThat(names.all()).allMatch(key -> wanted.contains("- `%s` ".formatted(key)));
    }

    private String rendered() throws IOException {
        var lines = new ArrayList<>(List.of(HEAD.stripTrailing()));
        var comment = new ArrayList<String>();
        var section = "";
        for (var line : Files.readAllLines(Path.of("application.properties"))) {
            var title = SECTION.matcher(line);
            var key = line.split(" = ?")[0];
            if (title.matches()) {
                section = title.group(1);
            } else if (line.startsWith("# ") && !section.isEmpty()) {
                comment.add(line.substring(2));
            } else if (key.startsWith(SettingNames.PREFIX)) {
                if (!section.isEmpty() && !lines.contains("## " + section)) {
                    lines.addAll(List.of("", "## " + section));
                }
                if (!comment.isEmpty()) {
                    lines.addAll(List.of("", String.join("\n", comment), ""));
                    comment.clear();
                }
                lines.add(setting(key));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private String setting(String key) {
        var shipped = names.shipped(key);
        var alias = DEFAULT.matcher(shipped);
        var value = alias.matches() ? alias.group(1) : shipped;
        var variables = Stream.concat(Stream.of(SettingNames.variable(key)), names.alias(key).stream())
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", "));
        return "- `%s` %s (%s)".formatted(key, value.isEmpty() ? "blank" : "= `%s`".formatted(value), variables);
    }
}
