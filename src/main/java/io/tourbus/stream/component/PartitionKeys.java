package io.tourbus.stream.component;

import io.tourbus.stream.KinesisBatchConstants;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Message;

/**
 * The partition keys of a message: from {@link KinesisBatchConstants#PARTITION_KEYS}, or a single key for all records from
 * {@link KinesisBatchConstants#PARTITION_KEY}.
 *
 * <p>Newer Camel versions extend a short list with the single key. Here, a list and a body of different lengths are an error,
 * because records could silently get the wrong keys.
 *
 * @param byIndex empty if there is no list
 * @param forAll null if there is a list
 */
record PartitionKeys(Optional<List<String>> byIndex, String forAll) {

    /** @throws IllegalArgumentException if a key is missing, or the number of keys differs from that of a body with known size */
    static PartitionKeys of(Message message) {
        Object keys = message.getHeader(KinesisBatchConstants.PARTITION_KEYS);
        if (keys == null) {
            Object key = message.getHeader(KinesisBatchConstants.PARTITION_KEY);
            return new PartitionKeys(Optional.empty(), required(key, KinesisBatchConstants.PARTITION_KEY));
        }
        if (!(keys instanceof List<?> list)) {
            throw new IllegalArgumentException(KinesisBatchConstants.PARTITION_KEYS + " is a "
                    + keys.getClass().getName() + ", not a List");
        }
        PartitionKeys all = new PartitionKeys(Optional.of(required(list)), null);
        if (message.getBody() instanceof Collection<?> body) {
            all.requireLength(body.size());
        }
        return all;
    }

    /** @throws IllegalArgumentException if the list is too short */
    String at(int index) {
        if (byIndex.isPresent() && index >= byIndex.get().size()) {
            throw wrongLength("more");
        }
        return byIndex.map(keys -> keys.get(index)).orElse(forAll);
    }

    /** @throws IllegalArgumentException if there is a list with another length */
    void requireLength(int records) {
        if (byIndex.isPresent() && byIndex.get().size() != records) {
            throw wrongLength(String.valueOf(records));
        }
    }

    private IllegalArgumentException wrongLength(String records) {
        return new IllegalArgumentException(KinesisBatchConstants.PARTITION_KEYS + " has "
                + byIndex.map(List::size).orElse(0) + " keys, but the body has " + records
                + " records. Set one key for each record.");
    }

    private static List<String> required(List<?> keys) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> required(keys.get(i), KinesisBatchConstants.PARTITION_KEYS + " at index " + i))
                .toList();
    }

    private static String required(Object key, String place) {
        if (key == null || key.toString().isEmpty()) {
            throw new IllegalArgumentException("No partition key in " + place);
        }
        return key.toString();
    }
}
