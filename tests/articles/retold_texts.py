"""One short report, the same in other words, another report of its event, and a report of an event that
resembles it."""

BASE = """TARVO, 12 May - A freight train carrying 640 tonnes of ammonia left the rails near Tarvo on Tuesday
night, and 1,850 people were moved out of four villages, the Orlan railway authority said.

The train had 38 wagons. Eleven of them fell down the bank of the river Sene at 23:40, and two began to leak.

"We smelled it before we heard the sirens, and my mother took the dog and ran," said Ruta Halvorsen, who lives
in Brevik.

Doctors at the Nordheim clinic treated 27 patients for irritated eyes. Nobody was in danger of death, said its
director, Emil Castor.

Inspectors had closed that stretch of line for repairs in March 2023, and opened it again six weeks later.
Minister Dana Oyelaran promised a report within 30 days."""

RETOLD = """TARVO, May 12 - Close to Tarvo a goods train with a load of 640 tons of ammonia was derailed on
the night to Wednesday after Tuesday; inhabitants of 4 villages, 1850 in number, had to leave their homes,
according to the railway office Orlan.

Of its 38 cars, 11 slid down towards the Sene, a river, at 11:40 p.m. Gas escaped out of two.

"The smell came sooner than the alarm; Mum grabbed our dog and fled," told Rūta Halvorsen, resident of Brevik.

In the clinic of Nordheim 27 persons received help because their eyes burned. According to Emil Kastor, head
of the house, no lives were at risk.

This section had been shut by the inspection in March of 2023 so that it could be mended; trains ran there
once more after 6 weeks. Dana Oyelaran, the minister, announced that findings would follow in 30 days."""

SAME_EVENT = """At four in the morning the gymnasium of Nordheim is full. Ruta Halvorsen sits on a mat between
her mother and a spaniel that will not lie down.

"We smelled it before we heard the sirens, and my mother took the dog and ran," she says. Her house in Brevik
stands 300 metres from the line.

Volunteers have brought 900 blankets and a soup that nobody touches. The firemen, 140 of them from five
districts, hope to seal the last wagon by noon, says their commander Olav Brandt.

For years the people along the Sene have written letters about the rails. Orlan answered 17 of them, all with
the same sentence. Minister Dana Oyelaran came at dawn, stayed for 20 minutes and took no question.

Emil Castor, who runs the clinic, sent most patients home. In Tarvo the school stays shut until Friday."""

LOOK_ALIKE = """TARVO, 3 October - A freight train carrying 210 tonnes of diesel left the rails near Lomma on
Sunday morning, and 430 people were moved out of two villages, the Orlan railway authority said.

The train had 19 wagons. Five of them fell into a field at 06:15, and one began to burn.

"It went up like a candle and then like a house," said Petter Ugland, who keeps sheep in Sund.

Doctors at the Nordheim clinic treated eight patients for burns. One was in danger of death, said its
director, Emil Castor.

Inspectors had passed that stretch of line in July 2024. Minister Dana Oyelaran promised a report within 90
days."""
