package io.tourbus.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The folder where Lambda unpacks the archive, including settings and routes that users can edit. */
final class TaskRoot {

    private TaskRoot() {}

    /** Makes it the home folder, unless the environment sets another one. Otherwise Tourbus would read the copies in the jar. */
    static void use(Map<String, String> environment) {
        var root = environment.get("LAMBDA_TASK_ROOT");
        if (root != null
                && !environment.containsKey("TOURBUS_HOME")
                && System.getProperty("tourbus.home") == null
                && Files.exists(Path.of(root, "application.properties"))) {
            System.setProperty("tourbus.home", root);
        }
    }
}
