package io.tourbus.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Symbolic links in the folder of the routes. Those of a Kubernetes ConfigMap point to another folder inside of it. */
public final class RouteLinks {

    private RouteLinks() {}

    /** The links in a folder that point out of it. */
    public static List<Path> leaving(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var inside = folder.toRealPath();
        try (var files = Files.list(folder)) {
            return files.filter(Files::isSymbolicLink)
                    .filter(link -> leaves(link, inside))
                    .sorted()
                    .toList();
        }
    }

    private static boolean leaves(Path link, Path inside) {
        try {
            return !link.toRealPath().startsWith(inside);
        } catch (IOException e) {
            return false; // a dangling link, which is skipped
        }
    }

    static void requireInside(Path folder) throws IOException {
        var leaving = leaving(folder);
        if (!leaving.isEmpty()) {
            throw new RefusedException(leaving.get(0), 0, message(leaving.get(0)));
        }
    }

    public static String message(Path link) {
        return "%s is a link to a file outside of its folder. Replace it with the file.".formatted(link);
    }
}
