package io.tourbus.reload;

import io.tourbus.described.DescribedSource;
import io.tourbus.described.DescribedSource.EditException;
import io.tourbus.described.SourceFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edits of the descriptions of sources. Each file is applied as a whole, or not at all. */
final class EditedDescriptions {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");

    private final Map<String, DescribedSource> sources;
    private final Map<Path, String> running = new TreeMap<>();

    EditedDescriptions(List<DescribedSource> sources) {
        this.sources = sources.stream().collect(Collectors.toMap(DescribedSource::name, Function.identity()));
    }

    /** @param contents the files that were read at the start */
    void begin(Map<Path, String> contents) {
        running.clear();
        running.putAll(contents);
    }

    /** @param refused receives the files that are not applied */
    void apply(Map<Path, String> contents, List<RefusedException> refused) {
        for (var file : RouteSet.differences(running, contents)) {
            try {
                apply(file, contents.get(file));
                running.put(file, contents.get(file));
                LOG.info("reload file={}", file.getFileName());
            } catch (RefusedException e) {
                refused.add(e);
            }
        }
    }

    private void apply(Path file, String text) {
        if (text == null) {
            throw new RefusedException(
                    file, 0, "The file is missing. Restore it, or restart Tourbus to remove this source.");
        }
        var source = sources.get(file.getFileName().toString().replace(SourceFolder.EXTENSION, ""));
        if (source == null || !running.containsKey(file)) {
            throw new RefusedException(file, 0, "New sources are read at the start. Restart Tourbus to add this one.");
        }
        try {
            source.edit(RouteFile.decode(file, text));
        } catch (EditException e) {
            throw new RefusedException(file, e.line(), e.getMessage());
        }
    }
}
