/** The subcommands of {@code tourbus}, their output and their exit codes. */
package io.tourbus.cli;
