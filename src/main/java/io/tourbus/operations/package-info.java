/** What commands and the HTTP API can do with runs and dead letters, in this process or through one that serves. */
package io.tourbus.operations;
