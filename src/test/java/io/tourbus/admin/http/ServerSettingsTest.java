package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {

    private static final String TOKEN = "a-token-of-the-tests";

    @TempDir
    private Path folder;

    @Test
    void theDefaultsAreValid() throws IOException {
        assertThat(problems(Map.of())).isEmpty();
    }

    @Test
    void jolokiaNeedsALoopbackAddressAndAToken() throws IOException {
        assertThat(problems(Map.of("tourbus.management.jolokia", "true", "tourbus.server.token", TOKEN)))
                .isEmpty();
        assertThat(problems(Map.of(
                        "tourbus.management.jolokia", "true",
                        "tourbus.management.host", "0.0.0.0")))
                .containsExactly(
                        "tourbus.management.jolokia is true, but tourbus.management.host is not a loopback address:"
                                + " 0.0.0.0. Set tourbus.management.host = 127.0.0.1, or disable Jolokia.",
                        "tourbus.management.jolokia is true, but there is no token. Set tourbus.server.token, or disable"
                                + " Jolokia.");
    }

    @Test
    void onlyOneServerCanPickAPort() throws IOException {
        assertThat(problems(Map.of("tourbus.management.port", "0")))
                .containsExactly("tourbus.management.port is 0, like tourbus.server.port. Set at least one of them to a"
                        + " port.");
    }

    @Test
    void tokensAreLong() throws IOException {
        assertThat(problems(Map.of("tourbus.server.token", "short", "tourbus.server.read-token", "short")))
                .containsExactly(
                        "tourbus.server.token is too short. Use at least 16 characters.",
                        "tourbus.server.read-token is too short. Use at least 16 characters.");
    }

    @Test
    void filesOfTlsAreRead() throws IOException {
        var file = Files.writeString(folder.resolve("file.pem"), "no certificate");

        assertThat(problems(Map.of("tourbus.server.tls-key", "key.pem")))
                .containsExactly("tourbus.server.tls-key is set, but there is no certificate. Set"
                        + " tourbus.server.tls-certificate as well.");
        assertThat(problems(Map.of("tourbus.server.tls-certificate", file.toString())))
                .containsExactly(
                        "tourbus.server.tls-certificate cannot be read: %s. Use a PEM file, or a file .p12 or .pfx whose password is tourbus.server.tls-password."
                                .formatted(file),
                        "tourbus.server.tls-key is blank, but the certificate is a PEM file. Set the file of its private"
                                + " key.");
        assertThat(problems(Map.of("tourbus.server.tls-certificate", "missing.p12")))
                .singleElement()
                .asString()
                .startsWith("tourbus.server.tls-certificate cannot be read: missing.p12.");
    }

    private static List<String> problems(Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>();
        SettingsTable.tourbus().forEach((key, setting) -> all.put(key, setting.defaultValue()));
        all.put("tourbus.server.port", "0");
        all.put("tourbus.management.port", String.valueOf(FreePort.find()));
        all.putAll(values);
        var settings = new Settings(all::get, key -> Optional.empty());
        ServerSettings.read(settings, true);
        return settings.problems();
    }
}
