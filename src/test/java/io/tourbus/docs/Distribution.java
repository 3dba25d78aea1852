package io.tourbus.docs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The files of the distribution by their paths in it, as {@code distribution.xml} lays them out, without those that the build makes. */
final class Distribution {

    private static final Path DESCRIPTOR = Path.of("src/main/assembly/distribution.xml");

    private Distribution() {}

    static Map<Path, Path> files() throws Exception {
        var descriptor =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(DESCRIPTOR.toFile());
        Map<Path, Path> files = new TreeMap<>();
        for (var set : elements(descriptor, "fileSet")) {
            var folder = text(set, "directory");
            if (!folder.startsWith("${")) {
                addAll(files, Path.of(folder), Path.of(text(set, "outputDirectory")), set);
            }
        }
        for (var file : elements(descriptor, "file")) {
            var source = text(file, "source");
            if (!source.startsWith("${")) {
                var name = Path.of(source).getFileName();
                files.put(Path.of(text(file, "outputDirectory")).resolve(name).normalize(), Path.of(source));
            }
        }
        return files;
    }

    private static void addAll(Map<Path, Path> files, Path folder, Path target, Element set) throws IOException {
        var includes = patterns(set, "include");
        var excludes = patterns(set, "exclude");
        try (var found = Files.walk(folder)) {
            found.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .map(Path::normalize)
                    .filter(file -> includes.isEmpty() || includes.stream().anyMatch(include -> include.matches(file)))
                    .filter(file -> excludes.stream().noneMatch(exclude -> exclude.matches(file)))
                    .forEach(file -> files.put(target.resolve(file).normalize(), folder.resolve(file)));
        }
    }

    private static List<PathMatcher> patterns(Element set, String name) {
        return elements(set.getElementsByTagName(name)).stream()
                .map(pattern -> pattern.getTextContent().strip())
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
    }

    private static List<Element> elements(Document document, String name) {
        return elements(document.getElementsByTagName(name));
    }

    private static List<Element> elements(org.w3c.dom.NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .map(Element.class::cast)
                .toList();
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent().strip();
    }
}
