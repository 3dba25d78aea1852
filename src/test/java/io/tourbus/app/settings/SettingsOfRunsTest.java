package io.tourbus.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.Modules;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.KnownRun;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SettingsOfRunsTest {

    private static final Modules MODULES = Modules.STANDARD;

    private final SettingsOverrides overrides = SettingsOverrides.of(Map.of("tourbus.ticketmaster.api-key", "key"));
    private final CurrentSettings current = new CurrentSettings(new AtomicReference<>(read(overrides)));
    private final SettingsOfRuns settings = new SettingsOfRuns(MODULES.sources(), overrides, current);

    private static AllSettings read(SettingsOverrides overrides) {
        return SettingsFile.read(overrides, read -> AllSettings.read(read, MODULES.sources(), false));
    }

    private static String settings(AllSettings all) {
        return all.run().origin().settings();
    }

    /** A run that was started with {@code --full} and other settings. */
    private KnownRun run(String options, Map<String, String> with) {
        var then = read(overrides.with(with, SettingsTable::field));
        return new KnownRun(
                "run",
                "daily",
                Instant.EPOCH,
                "died",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.of(RunOrigin.of("cli", options).with(settings(then))));
    }

    @Test
    void aRunWithOptionsSeesTheSettingsItWasStartedWith() {
        var run = run(
                "--full --limit 5",
                Map.of(
                        "tourbus.run.full", "true",
                        "tourbus.run.limit", "5",
                        "tourbus.ticketmaster.states", " "));

        var seen = settings.with(run, current::get);

        assertThat(seen.run().full()).isTrue();
        assertThat(seen.run().origin()).isEqualTo(run.origin().orElseThrow());
        assertThat(seen.sources().get("ticketmaster").slicesAtOnce())
                .as("a sample reads one slice after the other")
                .isEqualTo(1);
        assertThat(settings.get().full()).as("afterwards").isFalse();
    }

    @Test
    void otherOptionsWinOverThoseOfTheRun() {
        var run = run("--full", Map.of("tourbus.run.full", "true"));
        var others = current.get().startedBy(RunOrigin.of("cli", "--limit 5"));

        assertThat(current.with(others, () -> settings.with(run, current::get))).isSameAs(others);
        assertThat(settings.get().origin().options()).isEmpty();
    }

    @Test
    void aRunWithoutOptionsSeesTheCurrentSettings() {
        var run = run("", Map.of("tourbus.run.full", "true"));

        assertThat(settings.with(run, current::get)).isSameAs(current.get());
    }

    @Test
    void aRunWhoseSettingsAreNotValidAnyMoreSeesTheCurrentSettings() {
        var run = run("--full", Map.of("tourbus.run.full", "true", "tourbus.run.limit", "many"));
        var origin = run.origin().orElseThrow();
        var damaged = new KnownRun(
                run.runId(),
                run.job(),
                run.started(),
                run.status(),
                run.report(),
                run.events(),
                run.fingerprint(),
                run.cancellation(),
                run.deaths(),
                Optional.of(origin.with(origin.settings().replace("tourbus.run.limit=0", "tourbus.run.limit=many"))));

        assertThat(settings.with(damaged, current::get)).isSameAs(current.get());
    }
}
