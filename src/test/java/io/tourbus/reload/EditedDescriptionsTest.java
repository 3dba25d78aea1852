package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.described.DescribedSource;
import io.tourbus.described.DescriptionFile;
import io.tourbus.model.Entity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits of descriptions of two sources. */
class EditedDescriptionsTest {

    private static final String GIGS = """
            title: Gigs
            base-url: https://api.gigs.example
            authentication: {kind: none}
            entities:
              artists:
                path: /artists
                example: old
                id: /id
                map: {name: /name}
            """;

    @TempDir
    private Path folder;

    private final Map<Path, String> contents = new TreeMap<>();
    private DescribedSource gigs;
    private DescribedSource shows;
    private EditedDescriptions edited;

    @BeforeEach
    void begin() throws IOException {
        gigs = install("gigs");
        shows = install("shows");
        edited = new EditedDescriptions(List.of(gigs, shows));
        edited.begin(contents);
    }

    private DescribedSource install(String name) throws IOException {
        var file = Files.writeString(folder.resolve(name + ".source.yaml"), GIGS);
        contents.put(file, GIGS);
        return DescriptionFile.read(file, List.of()).source().orElseThrow();
    }

    private List<String> edit(String name, String text) {
        contents.put(
                folder.resolve(name + ".source.yaml"),
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        return apply();
    }

    private List<String> apply() {
        List<RefusedException> refused = new ArrayList<>();
        edited.apply(contents, refused);
        return refused.stream()
                .map(edit -> "%s line %d: %s".formatted(edit.file().getFileName(), edit.line(), edit.getMessage()))
                .toList();
    }

    private static String example(DescribedSource source) {
        return source.example(Entity.ARTISTS);
    }

    @Test
    void anEditIsAppliedAndABrokenOneIsNot() {
        assertThat(edit("gigs", GIGS.replace("example: old", "example: Köln"))).isEmpty();
        assertThat(example(gigs)).isEqualTo("Köln");

        contents.put(folder.resolve("shows.source.yaml"), GIGS.replace("example: old", "example: new"));
        assertThat(edit("gigs", GIGS.replace("example: old", "exmaple: newer").replace("/name", "/nmae")))
                .containsExactly(
                        "gigs.source.yaml line 7: Unknown field: entities.artists.exmaple. Did you mean example?");

        assertThat(example(gigs)).isEqualTo("Köln");
        assertThat(example(shows)).isEqualTo("new");
        assertThat(apply()).hasSize(1);
        assertThat(edit("gigs", GIGS)).isEmpty();
        assertThat(example(gigs)).isEqualTo("old");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            title: Gigs                     | title: Other                | 1 | title is read at the start.
            https://api.gigs.example        | https://other.example       | 2 | base-url is read at the start.
            authentication: {kind: none}    | authentication: {kind: basic} | 3 | authentication is read at the start.
            entities:                       | millis-per-request: 5#entities: | 4 | millis-per-request is read at the start.
            '  artists:'                    | '  venues:'                 | 4 | The kinds of entities are read at the start.
            """)
    void whatIsReadAtTheStartIsNotApplied(String right, String wrong, int line, String message) {
        var text = GIGS.replace(right, wrong.replace('#', '\n')).replace("example: old", "example: new");

        assertThat(edit("gigs", text))
                .containsExactly(
                        "gigs.source.yaml line %d: %s Restart Tourbus to apply this edit.".formatted(line, message));
        assertThat(example(gigs)).isEqualTo("old");
    }

    @Test
    void filesThatAppearOrDisappearNeedARestart() {
        assertThat(edit("more", GIGS))
                .containsExactly(
                        "more.source.yaml line 0: New sources are read at the start. Restart Tourbus to add this one.");
        contents.remove(folder.resolve("more.source.yaml"));
        contents.remove(folder.resolve("gigs.source.yaml"));

        assertThat(apply())
                .containsExactly(
                        "gigs.source.yaml line 0: The file is missing. Restore it, or restart Tourbus to remove this source.");
        assertThat(edit("gigs", GIGS)).isEmpty();
    }
}
