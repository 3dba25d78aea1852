package io.tourbus.spotify;

import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Reads artists and top tracks from the Spotify Web API. */
public final class SpotifySource implements Source {

    /** Also the prefix of record ids. */
    public static final String NAME = "spotify";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Spotify";
    }

    @Override
    public SpotifySettings read(Settings settings, Path home) {
        return SpotifySettings.read(settings, home);
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        return new SpotifyConnection(context, (SpotifySettings) settings, () -> (SpotifySettings) latest.get());
    }
}
