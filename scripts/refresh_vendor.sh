#!/bin/sh
# Takes in the front-end files served by Maillage and the accessibility checker its tests run.
# Run it only to change a version: the files are committed, neither install nor tests need npm.
# To move a version, change its line below; the integrity is what `npm view <package> dist.integrity` gives.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
vendor="$root/maillage/web/ui/vendor"
checks="$root/tests/web/vendor"
printing="$root/maillage/web/printing/fonts"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

take() { # package version integrity folder
    mkdir -p "$work/$4"
    archive=$(cd "$work" && npm pack --silent "$1@$2")
    found="sha512-$(openssl dgst -sha512 -binary "$work/$archive" | openssl base64 -A)"
    if [ "$found" != "$3" ]; then
        echo "$1@$2: integrity is $found, expected $3" >&2
        exit 1
    fi
    tar -xzf "$work/$archive" -C "$work/$4" --strip-components=1
    echo "$1 $2 $3" >>"$work/versions"
}

place() { # file target: without its sourceMappingURL, which points to a map we do not serve
    mkdir -p "$(dirname "$2")"
    sed '/^\/\/# sourceMappingURL=/d' "$1" >"$2"
}

take maplibre-gl 6.17.0 sha512-2chIZwpLGenoUQOcnm9Pk4SLbA8ppNFq8jlpXiq9vcYm3Y1wJ3fc82FL0GLwBaPYJCLzPv/mC46KEupVov75rQ== maplibre
take pmtiles 4.5.0 sha512-CBeD4SoUluFziGdy/8k7FOjQxQy486n+929W/tWophauvMICpkZ26vGBWhDt/6b1FZQWNaf4jFdT/5+q0Wii5w== pmtiles
take fflate 0.8.3 sha512-tbZNuJrLwGUp3zshBtdy4W+ORxZuIh8a5ilyIEQDC5rY1f3U20JMry0Ll3WBzU58EZKsEuJFXhb5gwv8CsPvgA== fflate
take @fontsource-variable/atkinson-hyperlegible-next 5.3.0 sha512-UnLzNUy1RWoLDfydAatP4NaRm99X/WbQEph7q/PymJnCFIOOwKOx3pBmp5ys8trO0dM+CKGuJgeZP9fAR4mQpA== atkinson
take @expo-google-fonts/atkinson-hyperlegible-next 0.4.1 sha512-tA5NUQCrb4GnQ8kvghyF6Kqw72zr4zSNmMwhCTcHlsu/jE5JoF8Fje5/WwL44y17Lue99pG9cyq3PW5X/7ZDng== letters
take axe-core 4.14.1 sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ== axe

rm -rf "$vendor" "$checks"
place "$work/maplibre/dist/maplibre-gl.mjs" "$vendor/maplibre/maplibre-gl.mjs"
place "$work/maplibre/dist/maplibre-gl-worker.mjs" "$vendor/maplibre/maplibre-gl-worker.mjs"
place "$work/maplibre/LICENSE.txt" "$vendor/maplibre/LICENSE.txt"
place "$work/pmtiles/dist/esm/index.js" "$vendor/pmtiles/pmtiles.mjs"
# The package names fflate as a bare import, which a browser cannot resolve by itself.
sed -i 's#from *"fflate"#from"./fflate.mjs"#' "$vendor/pmtiles/pmtiles.mjs"
place "$work/fflate/esm/browser.js" "$vendor/pmtiles/fflate.mjs"
cp "$work/fflate/LICENSE" "$vendor/pmtiles/LICENSE-fflate.txt"
# The pmtiles package carries no licence file: its text is kept beside this script.
cp "$root/scripts/refresh_vendor.pmtiles-licence.txt" "$vendor/pmtiles/LICENSE-pmtiles.txt"
mkdir -p "$vendor/atkinson" "$checks"
cp "$work/atkinson/files/atkinson-hyperlegible-next-latin-wght-normal.woff2" "$vendor/atkinson/"
cp "$work/atkinson/LICENSE" "$vendor/atkinson/LICENSE.txt"
# For printed documents, which read neither woff2 nor variable weights.
for weight in 400Regular 600SemiBold; do
    cp "$work/letters/$weight/AtkinsonHyperlegibleNext_$weight.ttf" "$printing/"
done
cp "$work/letters/LICENSE_FONT" "$printing/LICENSE_FONT.txt"
place "$work/axe/axe.min.js" "$checks/axe.min.js"
cp "$work/axe/LICENSE" "$checks/LICENSE-axe-core.txt"
cp "$work/axe/LICENSE-3RD-PARTY.txt" "$checks/LICENSE-axe-core-3rd-party.txt"
grep -v '^axe-core' "$work/versions" >"$vendor/VERSIONS.txt"
grep '^axe-core' "$work/versions" >"$checks/VERSIONS.txt"
echo "Taken in:" && cat "$work/versions"
