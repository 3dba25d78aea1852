package io.tourbus.stream.component;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Message;

/**
 * The partition keys that a message brings: {@link KinesisBatchConstants#PARTITION_KEYS}, else
 * {@link KinesisBatchConstants#PARTITION_KEY} for all its records.
 *
 * <p>Newer Camel fills a list that is too short with the single key. Here a list of another length than the body is an
 * error: it would pair records with the wrong keys and say nothing.
 *
 * @param byIndex empty if there is no list
 * @param forAll null if there is a list
 */
record PartitionKeys(Optional<List<String>> byIndex, String forAll) {

    /** @throws IllegalArgumentException if a key is missing, or the list has another length than a body that has one */
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

    /** @throws IllegalArgumentException if the list ends before this index */
    String at(int index) {
        if (byIndex.isPresent() && index >= byIndex.get().size()) {
            throw otherLength("more");
        }
        return byIndex.map(keys -> keys.get(index)).orElse(forAll);
    }

    /** @throws IllegalArgumentException if there is a list of another length */
    void requireLength(int records) {
        if (byIndex.isPresent() && byIndex.get().size() != records) {
            throw otherLength(String.valueOf(records));
        }
    }

    private IllegalArgumentException otherLength(String records) {
        return new IllegalArgumentException(KinesisBatchConstants.PARTITION_KEYS + " has "
                + byIndex.map(List::size).orElse(0) + " keys, the body has " + records + " records");
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
