package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Overlay;
import io.tourbus.settings.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The comments of {@code application.properties} say what a setting takes. */
class RangesTest {

    private static final Pattern NUMBER = Pattern.compile(
            "(\\S+) is '-1' \\(.*\\): set (?:a whole number from (.*)|seconds above 0 and (.*), such.*)");

    @Test
    void eachNumberIsDocumentedWithTheRangeThatIsChecked() throws IOException {
        var comments = comments();
        var numbers = refusals()
                .lines()
                .map(NUMBER::matcher)
                .filter(matcher -> matcher.matches())
                .toList();

        assertThat(numbers).hasSizeGreaterThan(25);
        var softly = new SoftAssertions();
        numbers.forEach(number -> softly.assertThat(comments.get(number.group(1)))
                .as(number.group(1))
                .contains(number.group(2) == null ? number.group(3) : number.group(2)));
        softly.assertAll();
    }

    /** What is said when all settings are set to what is no number that any of them takes. */
    private static String refusals() {
        var nonsense = SettingNames.shipped().all().stream().collect(Collectors.toMap(key -> key, key -> "-1"));
        try (var bus = new Bus(Overlay.of(Map.of(), Map.of(), nonsense), Clock.systemUTC())) {
            return catchThrowableOfType(ConfigurationException.class, bus::start)
                    .getMessage();
        }
    }

    /** The lines above each setting, or above the settings right before it, in one. */
    private static Map<String, String> comments() throws IOException {
        Map<String, String> comments = new HashMap<>();
        var comment = "";
        var ended = false;
        for (var line : Files.readAllLines(Path.of("application.properties"))) {
            if (line.startsWith("#")) {
                comment = (ended ? "" : comment) + line.substring(1);
                ended = false;
            } else {
                comments.put(line.split(" =")[0], comment);
                ended = true;
            }
        }
        return comments;
    }
}
