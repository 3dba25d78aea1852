package io.tourbus.run;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.state.DeadLetter;
import java.util.HashMap;
import java.util.Map;

/** An object of the lake as a dead letter holds it: its content as payload, all else as headers. */
final class LetterHeaders {

    private static final String ZONE = "zone";
    private static final String LINES = "lines";
    private static final String METADATA = "metadata.";

    private LetterHeaders() {}

    static Map<String, String> of(LakeObject object) {
        Map<String, String> headers = new HashMap<>();
        object.metadata().forEach((name, value) -> headers.put(METADATA + name, value));
        headers.put(ZONE, object.zone().name());
        headers.put(LINES, String.valueOf(object.lines()));
        return headers;
    }

    /** The object that a letter holds. */
    static LakeObject object(DeadLetter letter) {
        Map<String, String> metadata = new HashMap<>();
        letter.headers().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        var slash = letter.target().indexOf('/');
        return new LakeObject(
                Zone.valueOf(letter.headers().get(ZONE)),
                letter.target().substring(0, slash),
                letter.target().substring(slash + 1),
                metadata,
                Integer.parseInt(letter.headers().get(LINES)),
                letter.payload());
    }
}
