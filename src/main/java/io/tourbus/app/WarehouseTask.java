package io.tourbus.app;

import io.tourbus.alerts.AlertOutbox;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.alerts.QualityAlerts;
import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.metrics.QualityMetrics;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.State;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.Warehouse;
import io.tourbus.warehouse.WarehouseBuilder;
import io.tourbus.warehouse.WarehouseException;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.quality.QualityCheck;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.WarehouseSummary;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds the tables of the warehouse, evaluates the rules for their data, and reports those that fail. */
public final class WarehouseTask implements AutoCloseable {

    /**
     * What was done.
     *
     * @param build empty if the rules were only evaluated
     * @param quality empty if nothing was applied
     */
    public record Outcome(Optional<BuildResult> build, Optional<QualityReport> quality) {}

    private final SettingsOverrides overrides;
    private final Warehouse warehouse;
    private final QualityCheck rules;
    private final AlertSettings alerts;
    private final EmbeddedMetrics metrics;
    private final StateSettings state;
    private final Clock clock;

    private WarehouseTask(Settings settings, SettingsOverrides overrides, boolean withLake, Clock clock) {
        this.overrides = overrides;
        this.clock = clock;
        state = StateSettings.read(settings);
        alerts = AlertSettings.read(settings);
        metrics = EmbeddedMetrics.read(settings, System.getenv().keySet());
        var home = Home.path();
        warehouse = withLake
                ? Warehouse.read(settings, home, state.folder())
                : Warehouse.readTables(settings, home, state.folder());
        rules = QualityCheck.read(settings, home);
    }

    /**
     * Reads the settings.
     *
     * @param withLake whether the settings of the lake are needed even if there are tables
     * @throws io.tourbus.settings.ConfigurationException if settings or rules are not valid; it lists all problems
     */
    public static WarehouseTask read(SettingsOverrides overrides, boolean withLake, Clock clock) {
        return SettingsFile.read(overrides, settings -> new WarehouseTask(settings, overrides, withLake, clock));
    }

    public Warehouse warehouse() {
        return warehouse;
    }

    /** Applies objects, and evaluates the rules if that changed the tables. */
    public Outcome build(BuildListener listener, Function<WarehouseBuilder, BuildResult> work) {
        try (var tables = warehouse.openTables();
                var duck = warehouse.openDuckDb()) {
            rules.validate(duck);
            var result = work.apply(warehouse.builder(tables, duck, listener));
            return result.objects() == 0
                    ? new Outcome(Optional.of(result), Optional.empty())
                    : evaluate(Optional.of(result), tables, duck);
        }
    }

    /** Evaluates the rules only. */
    public Outcome check() {
        try (var tables = warehouse
                        .findTables()
                        .orElseThrow(() -> new WarehouseException(
                                "There are no tables yet. Build them with `tourbus warehouse`."));
                var duck = warehouse.openDuckDb()) {
            rules.validate(duck);
            return evaluate(Optional.empty(), tables, duck);
        }
    }

    /** Evaluates the rules, and saves a summary for the web page. */
    private Outcome evaluate(Optional<BuildResult> build, IcebergTables tables, DuckDb duck) {
        var quality = rules.evaluate(tables, duck);
        var file = WarehouseSummary.file(state.folder());
        WarehouseSummary.of(WarehouseSummary.read(file), build, quality.rules(), duck, clock.instant())
                .write(file);
        return new Outcome(build, Optional.of(quality));
    }

    /**
     * Writes metrics, and sends alerts.
     *
     * @param lines receives lines for CloudWatch
     */
    public void report(QualityReport report, Consumer<String> lines) {
        var now = clock.instant();
        if (metrics.wanted()) {
            lines.accept(metrics.format(report, now));
        }
        QualityMetrics.write(state.folder().resolve("warehouse/metrics.prom"), report, now);
        sendAlerts(report);
    }

    /** The embedded state belongs to the process that runs jobs. These alerts are remembered in a separate database. */
    private void sendAlerts(QualityReport report) {
        var file = state.file().map(ignored -> state.folder().resolve("warehouse/alerts"));
        var known = file.isEmpty() || Files.exists(file.get().resolveSibling("alerts.mv.db"));
        if (!known && !QualityAlerts.raises(alerts, report)) {
            return;
        }
        try (var opened =
                file.map(path -> State.open("jdbc:h2:file:" + path, "", "")).orElseGet(state::open)) {
            var outbox = new AlertOutbox(opened.keyValues(), alerts.lease(), clock);
            new QualityAlerts(alerts, outbox).onChecked(report, clock.instant());
            if (outbox.hasDue()) {
                AlertDelivery.send(overrides, alerts, outbox);
            }
        }
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
