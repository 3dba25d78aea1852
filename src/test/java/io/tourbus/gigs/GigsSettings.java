package io.tourbus.gigs;

import io.tourbus.settings.Settings;
import io.tourbus.source.SourceSettings;
import java.util.List;

/**
 * The settings {@code gigs.*}.
 *
 * @param apiKey blank if the source is not configured
 */
record GigsSettings(String apiKey) implements SourceSettings {

    static GigsSettings read(Settings settings) {
        return new GigsSettings(settings.text("gigs.api-key").orElse(""));
    }

    @Override
    public boolean configured() {
        return !apiKey.isEmpty();
    }

    @Override
    public String account() {
        return apiKey;
    }

    @Override
    public List<String> credentialVariables() {
        return List.of("GIGS_API_KEY");
    }

    @Override
    public int requestsPerDay() {
        return 1_000;
    }

    @Override
    public int slicesAtOnce() {
        return 2;
    }

    @Override
    public String toString() {
        return "GigsSettings[]";
    }
}
