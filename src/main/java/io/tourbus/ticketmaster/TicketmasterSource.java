package io.tourbus.ticketmaster;

import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Reads venues and events from the Ticketmaster Discovery API, version 2. */
public final class TicketmasterSource implements Source {

    @Override
    public String name() {
        return TicketmasterFields.SOURCE;
    }

    @Override
    public String title() {
        return "Ticketmaster";
    }

    @Override
    public TicketmasterSettings read(Settings settings, Path home) {
        return TicketmasterSettings.read(settings);
    }

    @Override
    public Map<String, String> previewSettings(int limit) {
        return Map.of("tourbus.ticketmaster.page-size", String.valueOf(limit));
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        return TicketmasterConnection.open(
                context, (TicketmasterSettings) settings, () -> (TicketmasterSettings) latest.get());
    }
}
