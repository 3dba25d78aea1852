/** Hooks: routes of an installation that change, drop or copy what Tourbus reads. */
package io.tourbus.hook;
