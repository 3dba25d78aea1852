/** A Spark job that builds the same tables as {@code tourbus warehouse}. */
package io.tourbus.spark;
