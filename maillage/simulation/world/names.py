"""Plausible French names that belong to nobody in particular: communes, départements, streets, people's places."""

import numpy as np

from maillage.simulation.world.chance import pick, uniform

ROOTS = (
    "Ablan Agen Albe Arce Aubre Avel Bagne Barve Beaure Belve Berne Boire Bouri Brane Brive Calme Cerne Chabre Chalve Chame "
    "Chantre Chave Clame Coire Combe Corbe Courte Crave Cuise Dame Dome Dourne Ecque Embre Epine Ervau Esse Falve Ferre Fleure "
    "Fontane Frane Gerbe Glane Gourne Grave Haute Herme Isle Jarne Jouve Lame Lande Larve Lieure Longe Louve Luze Magne "
    "Maillo Marne Meire Mirande Molle Montre Morve Nante Noire Orge Orne Palme Perne Pierre Planche Ponte Quince Rame Ravine "
    "Rive Roche Ronce Roure Sable Salve Sarre Seigne Serre Sorbe Taille Tance Thore Torce Tourne Usse Vaire Valse Varne Verne "
    "Ville Voire Vouge Yerve"
).split()
ENDINGS = "ac ans ard ay court elle ens erie et euil eux ey ières igny illon in ise ois on onne ot oux ville y".split()
SAINTS = (
    "Aubin Barthélemy Benoît Blaise Claude Cyr Éloi Étienne Firmin Georges Germain Gilles Hilaire Honoré Jacques Jean Julien "
    "Laurent Léger Loup Marcel Martin Maurice Michel Nicolas Pierre Quentin Rémy Sulpice Symphorien Vincent Vit"
).split()
SAINTES = "Agathe Anne Barbe Catherine Colombe Foy Madeleine Marie Reine Suzanne".split()
RIVERS = (
    "Aivre Bresle Cerve Dourbe Esvre Feuge Glenne Isaure Loire-Vieille Mauve Nèvre Orbise Sauve Thève Vouzonne".split()
)
WOODS = "le-Bois le-Château le-Grand le-Petit la-Forêt la-Montagne les-Bains les-Vignes le-Haut le-Bas la-Ville".split()
DEPARTEMENTS = (
    "Aivre-et-Nèvre Haute-Orbise Monts-de-Brume Plaine-d’Isaure Val-de-Glenne Côtes-de-Mauve Basse-Thève Sauve-et-Cerve "
    "Plateaux-de-Vouze Hauts-de-Feuge Marches-de-Bresle Dourbe-Maritime"
).split()
REGIONS = (
    "Vallées-et-Brumes",
    "Grande-Orbise",
    "Pays-d’Isaure",
    "Terres-de-Glenne",
    "Rives-de-Mauve",
    "Hautes-Marches",
)
STREETS = (
    "de l'Église;de la Mairie;de l'École;du Moulin;de la Gare;du Stade;des Lilas;des Tilleuls;du Général de Gaulle;Victor Hugo;"
    "Jean Jaurès;Pasteur;de la République;du Château;de la Fontaine;des Vignes;du Lavoir;de la Poste;des Acacias;du 8 Mai 1945;"
    "du 11 Novembre;de la Libération;des Écoles;de la Liberté;du Cimetière;du Four;de la Forêt;des Prés;du Pont;de Verdun;"
    "Louis Pasteur;Marie Curie;Jules Ferry;des Jardins;de la Croix;du Puits;des Champs;du Bourg;de la Vallée;des Roses"
).split(";")
WAYS = ("Rue", "Rue", "Rue", "Rue", "Chemin", "Route", "Avenue", "Impasse", "Place", "Allée")
HAMLETS = (
    "le Moulin;la Grange;les Essarts;la Borde;le Bas du Bois;les Granges;la Combe;le Fays;la Verrerie;le Mont;les Forges;"
    "la Tuilerie;le Plan;les Roches;la Croix Blanche;le Pré aux Loups;la Haute Fin;les Baraques;le Gué;la Chapelle"
).split(";")


def commune_names(seed: int, count: int) -> list[str]:
    """`count` names, all different."""
    who = np.arange(count)
    root, ending = pick(seed, "root", len(ROOTS), who), pick(seed, "ending", len(ENDINGS), who)
    form, which = uniform(seed, "form", who), pick(seed, "which", 10**6, who)
    names: list[str] = []
    seen: set[str] = set()
    for i in range(count):
        base = _joined(ROOTS[root[i]], ENDINGS[ending[i]])
        name = _form(base, float(form[i]), int(which[i]))
        for more in ("", *(f"-sur-{river}" for river in RIVERS), *(f"-{wood}" for wood in WOODS)):
            if name + more not in seen:
                name += more
                break
        else:
            name = f"{name}-{base}"
            while name in seen:
                name = f"{name}-{_joined(ROOTS[len(name) % len(ROOTS)], ENDINGS[len(seen) % len(ENDINGS)])}"
        seen.add(name)
        names.append(name)
    return names


def _joined(root: str, ending: str) -> str:
    return (root[:-1] if root[-1] in "aeiouy" and ending[0] in "aeéèiouy" else root) + ending


def _form(base: str, form: float, which: int) -> str:
    """One name in four is a saint's, one in six has a river or a wood."""
    if form < 0.22:
        return f"Saint-{SAINTS[which % len(SAINTS)]}"
    if form < 0.26:
        return f"Sainte-{SAINTES[which % len(SAINTES)]}"
    if form < 0.36:
        return f"{base}-sur-{RIVERS[which % len(RIVERS)]}"
    if form < 0.42:
        return f"{base}-{WOODS[which % len(WOODS)]}"
    return base


def departement_name(rank: int) -> str:
    """The name of the département of this rank."""
    name = DEPARTEMENTS[rank % len(DEPARTEMENTS)]
    return name if rank < len(DEPARTEMENTS) else f"{name}-{rank // len(DEPARTEMENTS) + 1}"


def region_name(rank: int) -> str:
    """The name of the region of this rank."""
    name = REGIONS[rank % len(REGIONS)]
    return name if rank < len(REGIONS) else f"{name}-{rank // len(REGIONS) + 1}"
