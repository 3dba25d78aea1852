package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {

    @TempDir
    private Path folder;

    @Test
    void settingsThatReferToAChangedOneHaveChanged() throws IOException {
        var before = file("a = 1\nb = {{a}}\nc = x {{?b}}\nd = {{e:2}}\ngone = 1\nsame = 1");

        var now = file("# Another order.\nsame = 1\na = 2\nb = {{a}}\nc = x {{?b}}\nd = {{e:2}}\ne = 3");

        assertThat(now.changedFrom(before)).containsExactly("a", "b", "c", "d", "e", "gone");
        assertThat(now.changedFrom(now)).isEmpty();
    }

    private PropertiesFile file(String text) throws IOException {
        return PropertiesFile.read(Files.writeString(folder.resolve("some.properties"), text));
    }
}
