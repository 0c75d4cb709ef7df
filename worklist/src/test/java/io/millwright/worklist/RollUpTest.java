package io.millwright.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.worklist.RollUp.Level;
import io.millwright.worklist.RollUp.Risk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RollUpTest {

    /** Some machines work in a line, some in none. */
    private static List<Risk> anyComponents(Random random) {
        List<Risk> components = new ArrayList<>();
        for (int machine = 0; machine < 12; machine++) {
            for (int component = 0; component < 1 + random.nextInt(4); component++) {
                components.add(RollUp.component(
                        "site-" + machine % 3,
                        machine % 4 == 0 ? "" : "line-" + machine % 2,
                        "m" + machine,
                        "c" + component,
                        random.nextInt(10) == 0 ? 0 : random.nextDouble()));
            }
        }
        return components;
    }

    private static List<Risk> at(List<Risk> risks, Level level) {
        return risks.stream().filter(risk -> risk.place().level() == level).toList();
    }

    @Test
    void every_level_is_one_minus_the_chance_that_all_of_its_components_hold() {
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            List<Risk> components = anyComponents(random);
            for (Risk risk : RollUp.of(components)) {
                double holds = 1;
                for (Risk component : components) {
                    boolean inside =
                            switch (risk.place().level()) {
                                case COMPONENT -> component.place().equals(risk.place());
                                case EQUIPMENT ->
                                    component
                                            .place()
                                            .equipmentId()
                                            .equals(risk.place().equipmentId());
                                case SYSTEM ->
                                    component.place().site().equals(risk.place().site())
                                            && component
                                                    .place()
                                                    .system()
                                                    .equals(risk.place().system());
                                case SITE ->
                                    component.place().site().equals(risk.place().site());
                                case FLEET -> true;
                            };
                    holds *= inside ? 1 - component.pFail() : 1;
                }
                assertThat(risk.pFail()).as(risk.place().toString()).isCloseTo(1 - holds, within(1e-12));
            }
        }
    }

    @Test
    void a_site_is_the_same_from_its_machines_and_from_its_systems_and_the_machines_outside_them() {
        List<Risk> risks = RollUp.of(anyComponents(new Random(2)));
        List<Risk> systemsAndRest = new ArrayList<>(at(risks, Level.SYSTEM));
        at(risks, Level.EQUIPMENT).stream()
                .filter(machine -> machine.place().system().isEmpty())
                .forEach(systemsAndRest::add);

        List<Risk> sites = RollUp.up(systemsAndRest, Level.SITE);

        assertThat(sites).hasSameSizeAs(at(risks, Level.SITE));
        for (int i = 0; i < sites.size(); i++) {
            Risk direct = at(risks, Level.SITE).get(i);
            assertThat(sites.get(i).place()).isEqualTo(direct.place());
            assertThat(sites.get(i).pFail()).isCloseTo(direct.pFail(), within(1e-12));
            assertThat(sites.get(i).machines()).isEqualTo(direct.machines()).isEqualTo(4);
            assertThat(sites.get(i).expectedMachines()).isCloseTo(direct.expectedMachines(), within(1e-12));
        }
        assertThat(at(risks, Level.FLEET)).singleElement().satisfies(fleet -> assertThat(fleet.expectedMachines())
                .isCloseTo(
                        at(risks, Level.EQUIPMENT).stream()
                                .mapToDouble(Risk::pFail)
                                .sum(),
                        within(1e-12)));
    }

    @Test
    void a_machines_risk_shared_among_components_rolls_up_to_it_again() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            double pFail = round == 0 ? 1 : round == 1 ? 0 : random.nextDouble();
            Map<String, Double> shares = new TreeMap<>();
            double left = 1;
            for (int component = 0; component < 3; component++) {
                double share = left * random.nextDouble();
                shares.put("c" + component, share);
                left -= share;
            }
            Map<String, Double> split = RollUp.split(pFail, shares);

            List<Risk> components = new ArrayList<>();
            split.forEach((component, p) -> components.add(RollUp.component("s", "l", "m", component, p)));
            assertThat(split).hasSize(4);
            assertThat(split.values()).allMatch(p -> p >= 0 && p <= pFail);
            for (Level level : List.of(Level.EQUIPMENT, Level.SYSTEM, Level.SITE, Level.FLEET)) {
                assertThat(at(RollUp.of(components), level)).singleElement().satisfies(risk -> assertThat(risk.pFail())
                        .isCloseTo(pFail, within(1e-12)));
            }
        }
    }

    @Test
    void shares_that_are_all_there_is_leave_nothing_over_and_none_leave_everything() {
        assertThat(RollUp.split(0.36, new TreeMap<>(Map.of("bearing", 0.5, "belt", 0.5)))
                        .values())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p).isCloseTo(0.2, within(1e-12)));
        assertThat(RollUp.split(1, Map.of("bearing", 0.0)))
                .containsEntry("bearing", 0.0)
                .containsEntry("", 1.0);
        assertThat(RollUp.split(0.36, Map.of()))
                .hasEntrySatisfying("", p -> assertThat(p).isCloseTo(0.36, within(1e-12)));
    }

    @Test
    void the_order_of_the_components_changes_no_bit() {
        List<Risk> components = anyComponents(new Random(4));
        List<Risk> shuffled = new ArrayList<>(components);
        Collections.shuffle(shuffled, new Random(5));

        assertThat(RollUp.of(shuffled)).isEqualTo(RollUp.of(components));
    }
}
