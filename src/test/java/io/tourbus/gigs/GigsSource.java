package io.tourbus.gigs;

import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads venues and events from the Gigs API.
 *
 * @param idFields the fields that may contain the ID of an entity
 */
public record GigsSource(List<String> idFields) implements Source {

    static final String NAME = "gigs";
    static final String TITLE = "Gigs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public GigsSettings read(Settings settings, Path home) {
        return GigsSettings.read(settings);
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        return new GigsConnection(context, (GigsSettings) settings, idFields);
    }
}
