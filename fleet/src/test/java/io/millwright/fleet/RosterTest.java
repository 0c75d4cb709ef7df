package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {

    @ParameterizedTest
    @ValueSource(ints = {10, 57, 1_000, 10_000})
    void every_machine_is_at_one_site_under_a_name_of_its_own_and_sites_are_alike(int size) {
        FleetSpec spec = FleetSpec.defaults().withMachines(size);
        List<Machine> machines = new ArrayList<>();
        List<Integer> perSite = new ArrayList<>();
        for (Site site : Roster.sites(spec)) {
            List<Machine> here = Roster.machinesOf(spec, site);
            assertThat(here).allMatch(machine -> machine.site().equals(site));
            perSite.add(here.size());
            machines.addAll(here);
        }

        assertThat(machines).hasSize(size);
        assertThat(machines.stream().map(Machine::index).collect(Collectors.toSet()))
                .hasSize(size);
        Set<String> names = new HashSet<>();
        assertThat(machines).allMatch(machine -> names.add(machine.id()));
        assertThat(machines.stream().map(Machine::type).distinct().count()).isGreaterThanOrEqualTo(4);
        assertThat(perSite.stream().mapToInt(Integer::intValue).max().orElse(0)
                        - perSite.stream().mapToInt(Integer::intValue).min().orElse(0))
                .isLessThanOrEqualTo(1);
        assertThat(perSite).allMatch(count -> count >= 5 && count <= 250);
    }
}
