package io.tourbus.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where Lambda unpacks the zip, which has routes and settings beside its jars, to be changed. */
final class TaskRoot {

    private TaskRoot() {}

    /** Takes them from there, unless it is said otherwise where they are: the jar has them as well. */
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
