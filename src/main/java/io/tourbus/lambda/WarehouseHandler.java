package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.SettingsFile;
import io.tourbus.app.StateSettings;
import io.tourbus.app.TourbusContext;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.RunSelector;
import io.tourbus.warehouse.SkippedObject;
import io.tourbus.warehouse.Warehouse;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private BuildResult build() {
        var overrides = SettingsOverrides.of(FunctionInstance.DEFAULTS, environment, Map.of(), key -> "the event");
        try (var warehouse = SettingsFile.read(
                overrides,
                settings -> Warehouse.read(
                        settings,
                        TourbusContext.folder(),
                        StateSettings.read(settings).folder()))) {
            var result = warehouse.build(new Log(), builder -> builder.build(RunSelector.ALL));
            LOG.info(
                    "warehouse built runs={} objects={} records={} skipped={}",
                    result.runs(),
                    result.objects(),
                    result.records(),
                    result.skipped().size());
            return result;
        }
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
