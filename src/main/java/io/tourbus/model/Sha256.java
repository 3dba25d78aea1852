package io.tourbus.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, the hash function of Tourbus for records, objects, slices and dead letters. */
public final class Sha256 {

    private Sha256() {}

    public static byte[] hash(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** Returns a digest for data in several parts; not thread-safe. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime does not support SHA-256.", e);
        }
    }
}
