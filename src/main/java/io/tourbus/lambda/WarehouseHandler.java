package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.WarehouseTask;
import io.tourbus.app.WarehouseTask.Outcome;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.RunSelector;
import io.tourbus.warehouse.SkippedObject;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda handler that applies the objects of the lake that the tables do not contain, as {@code tourbus warehouse} does. It
 * ignores the event, because each build applies all that is new. If the time limit ends a build, the next one continues it.
 */
public final class WarehouseHandler implements RequestStreamHandler {

    private static final Logger LOG = LoggerFactory.getLogger(WarehouseHandler.class);

    /** A logger for lines of CloudWatch's Embedded Metric Format. */
    private static final Logger EMF = LoggerFactory.getLogger("io.tourbus.emf");

    /** @param rules the results of the rules for the data; {@code null} if nothing was applied */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Response(@JsonUnwrapped BuildResult build, List<RuleResult> rules) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, String> environment;

    /** Uses the settings of the environment. */
    public WarehouseHandler() {
        this(System.getenv());
    }

    WarehouseHandler(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        FunctionInstance.useTaskRoot(environment);
    }

    /** Returns the result of the build. A failed build fails the invocation, so that Lambda repeats it. */
    @Override
    public void handleRequest(InputStream event, OutputStream output, Context context) throws IOException {
        mapper.writeValue(output, build());
    }

    private Response build() {
        var overrides = SettingsOverrides.of(FunctionInstance.DEFAULTS, environment, Map.of(), key -> "the event");
        try (var task = WarehouseTask.read(overrides, true, Clock.systemUTC())) {
            var outcome = task.build(new Log(), builder -> builder.build(RunSelector.ALL));
            outcome.quality().ifPresent(quality -> report(task, quality));
            return response(outcome);
        }
    }

    /** An alert that cannot be sent does not fail the build. */
    private static void report(WarehouseTask task, QualityReport quality) {
        quality.failed()
                .forEach(rule -> LOG.warn(
                        "rule failed rule={} severity={} violations={}",
                        rule.rule(),
                        rule.severity().label(),
                        rule.violations()));
        try {
            task.report(quality, EMF::info);
        } catch (RuntimeException e) {
            LOG.error("alerts and metrics of the rules were not sent reason={}", e.getMessage());
        }
    }

    private static Response response(Outcome outcome) {
        var result = outcome.build().orElseThrow();
        LOG.info(
                "warehouse built runs={} objects={} records={} skipped={}",
                result.runs(),
                result.objects(),
                result.records(),
                result.skipped().size());
        return new Response(result, outcome.quality().map(QualityReport::rules).orElse(null));
    }

    /** Writes progress to the log. */
    private static final class Log implements BuildListener {

        @Override
        public void skipped(SkippedObject object) {
            // The alarm in deploy/aws/warehouse.yaml searches for this text.
            LOG.error("object skipped object={} reason={}", object.object(), object.reason());
        }

        @Override
        public void applied(int objects, long records, List<RecordKind> kinds) {
            LOG.info("applied objects={} records={}", objects, records);
        }
    }
}
