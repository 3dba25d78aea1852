package io.tourbus.spotify;

import io.tourbus.source.page.JsonFields;
import java.util.Map;
import java.util.TreeMap;

/** Fields that artists and tracks have alike. */
final class SpotifyFields {

    private static final int MOST_POPULAR = 100;

    private SpotifyFields() {}

    static Long popularity(JsonFields thing) {
        var popularity = thing.whole("popularity");
        return popularity == null || popularity < 0 || popularity > MOST_POPULAR ? null : popularity;
    }

    /** Pages by site. */
    static Map<String, String> urls(JsonFields thing) {
        if (!thing.has("external_urls")) {
            return null;
        }
        var given = thing.at("external_urls");
        Map<String, String> urls = new TreeMap<>();
        given.node().fieldNames().forEachRemaining(site -> {
            if (given.text(site) != null) {
                urls.put(site, given.text(site));
            }
        });
        return urls;
    }
}
