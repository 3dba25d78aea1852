/** What is remembered from run to run: one JDBC database, H2 in a file or PostgreSQL. */
package io.tourbus.state;
