package io.tourbus.spotify;

import io.tourbus.source.page.JsonFields;
import java.util.Map;
import java.util.TreeMap;

/** Reads fields that artists and tracks have in common. */
final class SpotifyFields {

    private static final int MAX_POPULARITY = 100;

    private SpotifyFields() {}

    /** 0 to 100; {@code null} if missing or out of range. */
    static Long popularity(JsonFields entity) {
        var popularity = entity.whole("popularity");
        return popularity == null || popularity < 0 || popularity > MAX_POPULARITY ? null : popularity;
    }

    /** URLs by site, such as {@code spotify}; {@code null} if the field is missing. */
    static Map<String, String> urls(JsonFields entity) {
        if (!entity.has("external_urls")) {
            return null;
        }
        var externalUrls = entity.at("external_urls");
        Map<String, String> urls = new TreeMap<>();
        externalUrls.node().fieldNames().forEachRemaining(site -> {
            if (externalUrls.text(site) != null) {
                urls.put(site, externalUrls.text(site));
            }
        });
        return urls;
    }
}
