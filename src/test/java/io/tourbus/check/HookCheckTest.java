package io.tourbus.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.hook.Hook;
import io.tourbus.hook.HookTrial.Result;
import io.tourbus.hook.HookTrial.Sent;
import io.tourbus.model.Entity;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.testing.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tourbus check hook}: what hooks make of records, without sending anything. */
class HookCheckTest {

    private static final String HOOK = """
            - route:
                id: hook
                from:
                  uri: direct:hook-before-stream
                  steps:
                    - to:
                        uri: direct:sink-webhook
                    - to:
                        uri: http://127.0.0.1:1/other
                        variableReceive: response
                        parameters:
                          httpMethod: GET
                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: ${body[status]} == 'cancelled'
                            steps:
                              - bean:
                                  ref: record
                                  method: drop
                          - expression:
                              simple:
                                expression: ${body[status]} == 'odd'
                            steps:
                              - bean:
                                  ref: record
                                  method: set('%s', 'x', *)
            - templatedRoute:
                routeTemplateRef: http-sink
                routeId: sink-webhook
                parameters:
                  - name: name
                    value: webhook
                  - name: url
                    value: http://127.0.0.1:1/webhook
            """;

    @TempDir
    private Path folder;

    private Path hook;

    @BeforeEach
    void install() throws IOException {
        hook = HomeFolder.live(folder).resolve("routes/hooks/a.camel.yaml");
    }

    @AfterEach
    void leave() {
        HomeFolder.leave();
    }

    private List<Result> check(String yaml, String records) throws IOException {
        Files.writeString(hook, yaml);
        var file = Files.writeString(folder.resolve("records.json"), records);
        return HookCheck.run(hook, file, null, SettingsOverrides.of(Map.of()), false);
    }

    @Test
    void recordsAreChangedOrDroppedAndNothingIsSent() throws IOException {
        var odd = """
                {
                  "concert_id": "t_1",
                  "status": "odd",
                  "price": 10.50
                }
                """;
        var cancelled = "{\"concert_id\":\"t_2\",\"status\":\"cancelled\"}";
        var artist = "{\"artist_id\":\"s_1\",\"data_type\":\"artists\"}";

        var results = check(HOOK.formatted("note"), odd + cancelled + artist);

        assertThat(results).extracting(Result::outcome).containsExactly("changed", "dropped", "unchanged");
        assertThat(results.get(0).detail())
                .isEqualTo("{\"concert_id\":\"t_1\",\"status\":\"odd\",\"price\":10.50,\"note\":\"x\"}");
        assertThat(results.get(2).sent())
                .containsExactly(new Sent("sink webhook", artist), new Sent("http://127.0.0.1:1/other", artist));
        assertThat(results).extracting(Result::hook).containsOnly(Hook.BEFORE_STREAM);
    }

    @Test
    void aHookThatChangesAnIdFails() throws IOException {
        assertThat(check(HOOK.formatted("concert_id"), "{\"concert_id\":\"t_1\",\"status\":\"odd\"}"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.outcome()).isEqualTo("failed");
                    assertThat(result.detail())
                            .isEqualTo(
                                    "before-stream: changed 'concert_id'. A hook cannot change the ID of a record or its"
                                            + " origin.");
                });
    }

    @Test
    void mistakesInBothFilesAreNamed() {
        assertThatThrownBy(() -> check(HOOK.replace("- choice", "- choise"), "{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(hook + " line 13: Unknown step or option: 'choise'.");
        assertThatThrownBy(() -> check(HOOK.replace("direct:sink-webhook", "direct:sink-web"), "{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(hook + " line 7: Unknown sink: 'sink-web'. Use one of sink-webhook, or make it");
        assertThatThrownBy(() -> check(HOOK.replace("hook-before-stream", "other"), "{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "a.camel.yaml has no hook. Let a route read from one of [direct:hook-before-normalize,");
        assertThatThrownBy(() -> check(HOOK, "{} nonsense"))
                .hasMessageContaining("records.json is not JSON: line 1: Unrecognized token 'nonsense'");
        assertThatThrownBy(() -> check(HOOK, "[1]")).hasMessageContaining("contains something else than JSON objects");
        assertThatThrownBy(() -> HookCheck.run(
                        hook, folder.resolve("none"), Entity.EVENTS, SettingsOverrides.of(Map.of()), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--with is not a file: '%s'. Name a file with records.", folder.resolve("none"));
    }
}
