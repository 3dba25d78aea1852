/** Builds tables from the records in the lake. */
package io.tourbus.warehouse;
