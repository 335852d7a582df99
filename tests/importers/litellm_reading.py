#!/usr/bin/env python3
"""What LiteLLM's list of prices says, read on its own.

    litellm_reading.py FILE

Prints, as JSON, {provider: {model: {schedule: {meter: price}}}}: prices per
unit quantity as decimal strings or a state; with tiers [[first input token,
price], ...]. A schedule is `tier@region/off-peak`, a meter with parameters
`METER{key=value,...}`; a schedule's daily windows stand under `windows`, the
free units of a meter under `METER allowance`.
"""

import datetime
import json
import re
import sys
import zoneinfo
from decimal import Decimal
from fractions import Fraction

TOKEN = 1_000_000
THOUSAND = 1_000
MINUTE = 60

# Price keys without their suffixes, as expressions: meter and factor. A
# question mark is answered by the entry.
PRICED = [
    (r'input_cost_per_token_cache_hit', 'CACHE_READ_TOKENS', TOKEN),
    (r'input_cost_per_token', 'INPUT_TOKENS', TOKEN),
    (r'output_cost_per_token', 'OUTPUT_TOKENS', TOKEN),
    (r'input_cost_per_(audio|image|video)_token', '{0}_INPUT_TOKENS', TOKEN),
    (r'output_cost_per_(audio|image|video)_token', '{0}_OUTPUT_TOKENS', TOKEN),
    (r'output_cost_per_reasoning_token', 'REASONING_TOKENS', TOKEN),
    (r'cache_read_input_token_cost', 'CACHE_READ_TOKENS', TOKEN),
    (r'cache_read_input_(audio|image|video)_token_cost',
     '{0}_CACHE_READ_TOKENS', TOKEN),
    (r'cache_creation_input_token_cost', 'CACHE_WRITE_5M_TOKENS', TOKEN),
    (r'cache_creation_input_(audio|image|video)_token_cost',
     '{0}_CACHE_WRITE_5M_TOKENS', TOKEN),
    (r'(input|output)_cost_per_character', '{0}_CHARACTERS', TOKEN),
    (r'(input|output)_cost_per_image', '?{0}_IMAGES', 1),
    (r'(input|output)_cost_per_pixel', '?{0}_PIXELS', TOKEN),
    (r'(input|output)_cost_per_second', '?{0}_SECOND', MINUTE),
    (r'(input|output)_cost_per_(audio|video)_per_second',
     '{0}_{1}_MILLISECONDS', MINUTE),
    (r'input_cost_per_query', '?QUERY', THOUSAND),
    (r'input_cost_per_request', 'REQUESTS', THOUSAND),
    (r'(?:input|ocr)_cost_per_page', 'INPUT_PAGES', THOUSAND),
    (r'annotation_cost_per_page', 'ANNOTATED_PAGES', THOUSAND),
    (r'code_interpreter_cost_per_session', 'SESSIONS', 1),
    (r'google_maps_grounding_cost_per_query', 'MAPS_QUERIES', THOUSAND),
    (r'file_search_cost_per_1k_calls', 'FILE_SEARCHES', 1),
]
SUFFIX = re.compile(
    r'_above_(?P<k>\d+)k_tokens|_above_(?P<hours>\d+)hr'
    r'|_above_(?P<interval>\d+)s_interval|_(?P<size>[\d.]+[pkK]?)(?=_|$)'
    r'|_(?P<tier>[a-z]+)(?=_|$)')
PLANS = ('chatgpt', 'microsoft_365_copilot')
FEES = ('WEB_SEARCHES', 'FILE_SEARCHES', 'MAPS_QUERIES', 'SESSIONS')
WITHOUT_IMAGES = ('embedding', 'audio_speech', 'video_generation',
                  'audio_transcription', 'ocr')


def snap(number):
    """Without what float arithmetic left: a relative error under 1e-12."""
    digits = len(number.as_tuple().digits)
    for places in range(1, digits):
        unit = Decimal(1).scaleb(number.adjusted() + 1 - places)
        short = Decimal(int(number / unit + Decimal('0.5'))) * unit
        if abs(Fraction(short) - Fraction(number)) * 10**12 < number:
            return short
    return number


def text(price):
    """A price with at most nine decimals."""
    nanos = round(price * 10**9)  # half to even
    whole, rest = divmod(nanos, 10**9)
    return f'{whole}.{rest:09d}'.rstrip('0').rstrip('.')


def parse_key(key):
    """(meter, factor, suffixes) of a price key; None for other keys."""
    for pattern, meter, factor in PRICED:
        found = re.match(pattern + r'(?=_|$)', key)
        if not found:
            continue
        suffixes = {}
        at = found.end()
        while at < len(key):
            suffix = SUFFIX.match(key, at)
            if not suffix:
                break
            suffixes[suffix.lastgroup] = suffix.group(suffix.lastgroup)
            at = suffix.end()
        if at < len(key):
            continue
        meter = meter.format(*(part.upper() for part in found.groups()))
        if 'hours' in suffixes:
            meter = meter.replace('5M', suffixes['hours'] + 'H')
        return meter, factor, suffixes
    return None


def parse_name(key, label):
    """(model, region, parameters, rented) of an entry."""
    parts = key.split('/')

    def routes(folder):
        a, b = folder.replace('-', '_'), label.replace('-', '_')
        return a == b or b.startswith(a + '_')

    routed = len(parts) > 1 and routes(parts[0])
    if routed:
        parts.pop(0)
    size = r'(\d+|max)-x-(\d+|max)'
    parameters = {}
    at = next((i for i, part in enumerate(parts[:2])
               if re.fullmatch(size, part)), None)
    if at is not None:
        if at == 1:
            parameters['quality'] = parts[0]
        parameters['size'] = parts[at].replace('-x-', 'x')
        parts = parts[at + 1:]
        if parts[0].endswith('-steps'):
            parameters['steps'] = parts.pop(0)[:-len('-steps')]
        if not routed and len(parts) > 1 and routes(parts[0]):
            parts.pop(0)
    region = ''
    if len(parts) > 1:
        if (parts[0] == '*' or
                re.fullmatch(r'[a-z]{2}(-[a-z]+){1,2}-\d', parts[0]) or
                label == 'azure' and parts[0] in ('us', 'eu', 'apac', 'us-gov')):
            region = parts.pop(0)
        elif label == 'azure' and parts[0] in ('global', 'global-standard'):
            parts.pop(0)
            parameters['everywhere'] = ''
    rented = parts[0].endswith('-commitment')
    return '/'.join(parts), region, parameters, rented


class Model:

    def __init__(self):
        self.rates = {}  # (tier, region, off peak) -> {(thing, min): Fraction}
        self.uplifts = {}
        self.windows = []
        self.free = None
        self.outputs = set()

    def put(self, slot, thing, minimum, price):
        rates = self.rates.setdefault(slot, {})
        old = rates.get((thing, minimum))
        # The first that has a price.
        if old is None or not isinstance(old, Fraction):
            if old is None or isinstance(price, Fraction):
                rates[(thing, minimum)] = price


def thing_of(meter, parameters):
    if not parameters:
        return meter
    traits = ','.join(f'{k}={v}' for k, v in sorted(parameters.items()))
    return f'{meter}{{{traits}}}'


def read_keys(entry, holder, model, region, parameters, zero, minimum=0,
              off_peak=False):
    mode = entry.get('mode', '')
    priced_output = any(
        key.startswith('output_cost') and parse_key(key) and
        not (isinstance(value, (Decimal, int)) and value == 0)
        for key, value in holder.items())
    made = mode in ('image_generation', 'image_edit') and not priced_output
    query = {'rerank': 'RERANK_UNITS', 'search': 'WEB_SEARCHES',
             'vector_store': 'FILE_SEARCHES'}.get(mode, 'REQUESTS')
    second = {'audio_transcription': 'INPUT_AUDIO_MILLISECONDS',
              'video_generation': 'OUTPUT_VIDEO_MILLISECONDS'}.get(
                  mode, 'OUTPUT_AUDIO_MILLISECONDS')
    meters = {
        '?INPUT_IMAGES': 'OUTPUT_IMAGES' if made else 'INPUT_IMAGES',
        '?OUTPUT_IMAGES': 'OUTPUT_IMAGES',
        '?INPUT_PIXELS': 'OUTPUT_PIXELS' if made else 'INPUT_PIXELS',
        '?OUTPUT_PIXELS': 'OUTPUT_PIXELS',
        '?INPUT_SECOND': 'INPUT_AUDIO_MILLISECONDS',
        '?OUTPUT_SECOND': second,
        '?QUERY': query,
    }
    for key, value in holder.items():
        parsed = parse_key(key)
        if parsed is None or not isinstance(value, (Decimal, int)):
            continue
        meter, factor, suffixes = parsed
        if meter == '?OUTPUT_IMAGES' and (
                model.outputs and 'image' not in model.outputs):
            continue
        traits = {} if meter.endswith('_TOKENS') else dict(parameters)
        if 'interval' in suffixes:
            traits['interval'] = f'above_{suffixes["interval"]}s'
        if 'size' in suffixes:
            name = 'size' if meter.endswith('IMAGES') else 'resolution'
            traits[name] = suffixes['size']
        tier = suffixes.get('tier', 'standard')
        start = int(suffixes['k']) * 1000 + 1 if 'k' in suffixes else minimum
        price = Fraction(snap(Decimal(value))) * factor if value else zero
        model.put(('batch' if tier == 'batches' else tier, region, off_peak),
                  thing_of(meters.get(meter, meter), traits), start, price)


def read_windows(off_peak):
    """The windows in the zone of the weekdays."""
    zone = off_peak.get('weekday_timezone', 'UTC')
    noon = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.timezone.utc)
    ahead = int(noon.astimezone(
        zoneinfo.ZoneInfo(zone)).utcoffset().total_seconds() // 60)
    out = []
    for window in off_peak['windows']:
        hours = window['hours_utc']
        days = ''.join(str(day) for day in sorted(window.get('weekdays',
                                                         range(1, 8))))
        for span in [hours] if isinstance(hours, str) else hours:
            begin, end = (int(t[:2]) * 60 + int(t[3:])
                          for t in span.split('-'))
            if begin == end:
                out.append(f'{zone} 00:00-24:00 {days}')
                continue
            end = end if end > begin else end + 1440
            begin, end = begin + ahead, end + ahead
            if begin >= 1440:
                begin, end = begin - 1440, end - 1440
            for a, b in ((begin, min(end, 1440)), (0, end - 1440)):
                if b > a:
                    out.append(f'{zone} {a // 60:02d}:{a % 60:02d}-'
                               f'{b // 60:02d}:{b % 60:02d} {days}')
    return out


def read_entry(entry, model, model_id, region, parameters):
    label = entry['litellm_provider']
    zero = ('FREE' if model_id.endswith((':free', '-free')) else
            'INCLUDED_IN_PLAN' if label in PLANS else 'UNPRICED')
    outputs = entry.get('supported_output_modalities')
    mode = entry.get('mode')
    if outputs:
        model.outputs |= set(outputs)
    elif mode in ('image_generation', 'image_edit'):
        model.outputs.add('image')
    elif mode in WITHOUT_IMAGES:
        model.outputs.add(mode)
    if entry.get('supports_audio_output'):
        model.outputs.add('audio')
    arguments = (model, region, parameters, zero)
    read_keys(entry, entry, *arguments)
    end = None
    for tier in entry.get('tiered_pricing', []):
        if 'max_results_range' in tier:
            low, high = tier['max_results_range']
            read_keys(entry, tier, model, region,
                      {**parameters, 'max_results': f'{low}-{high}'}, zero)
        else:
            begin = int(tier['range'][0])
            read_keys(entry, tier, *arguments,
                      minimum=begin + (1 if begin == end else 0))
            end = int(tier['range'][1])
    if 'off_peak_pricing' in entry:
        model.windows = read_windows(entry['off_peak_pricing'])
        read_keys(entry, entry['off_peak_pricing'], *arguments, off_peak=True)
    searches = entry.get('search_context_cost_per_query')
    if searches:
        search = {**entry, 'mode': 'search'}
        one = len(searches) == 3 and len(set(searches.values())) == 1
        for size, price in searches.items():
            traits = dict(parameters)
            if not one:
                traits['search_context_size'] = size.rsplit('_', 1)[1]
            read_keys(search, {'input_cost_per_query': price}, model, region,
                      traits, zero)
    free = entry.get('search_free_requests')
    if free and not model.free:
        model.free = f"{free['count']} {free['period']} {free['shared_group']}"
    for key, value in entry.get('provider_specific_entry', {}).items():
        if re.fullmatch('fast|[a-z]{2}', key):
            model.uplifts.setdefault(key, Fraction(Decimal(value)))
    for key, name in (('regional_processing_uplift_multiplier_eu', 'eu'),
                      ('regional_processing_uplift_multiplier_us', 'us'),
                      ('regional_endpoint_uplift_multiplier', 'regional')):
        if key in entry:
            model.uplifts.setdefault(name, Fraction(entry[key]))


def raised(rates, factor):
    return {(thing, minimum): price * factor
            if isinstance(price, Fraction) and '_TOKENS' in thing or
            isinstance(price, Fraction) and thing.endswith('TOKENS') else price
            for (thing, minimum), price in rates.items()}


def schedules(model, plan):
    all_rates = model.rates
    for (tier, region, off_peak), rates in all_rates.items():
        if not off_peak:
            for place, price in all_rates.get(('standard', region, False),
                                              {}).items():
                if place[0].split('{')[0] in FEES:
                    rates.setdefault(place, price)
    for (tier, region, off_peak), rates in all_rates.items():
        if off_peak:
            own = {thing for thing, _ in rates}
            for place, price in all_rates.get((tier, region, False),
                                              {}).items():
                if place[0] not in own:
                    rates[place] = price
    if 'fast' in model.uplifts:
        for slot, rates in list(all_rates.items()):
            if slot[0] == 'standard':
                all_rates.setdefault(('fast',) + slot[1:],
                                     raised(rates, model.uplifts['fast']))
    for name, factor in model.uplifts.items():
        for slot, rates in list(all_rates.items()):
            if name != 'fast' and not slot[1]:
                all_rates.setdefault((slot[0], name, slot[2]),
                                     raised(rates, factor))
    if plan and not all_rates:
        all_rates['standard', '', False] = {
            ('INPUT_TOKENS', 0): 'INCLUDED_IN_PLAN',
            ('OUTPUT_TOKENS', 0): 'INCLUDED_IN_PLAN'}
    return {
        tier + (region and f'@{region}') + ('/off-peak' if off_peak else ''):
        written(tier, rates, model, off_peak)
        for (tier, region, off_peak), rates in all_rates.items()}


def written(tier, rates, model, off_peak):
    out = {}
    if off_peak:
        out['windows'] = sorted(model.windows)
    things = sorted({thing for thing, _ in rates})
    for thing in things:
        steps = sorted((minimum, text(price) if isinstance(price, Fraction)
                        else price)
                       for (name, minimum), price in rates.items()
                       if name == thing)
        line = []
        for minimum, price in steps:
            if not line or line[-1][1] != price or tier != 'standard':
                line.append([minimum, price])
        one = len(line) == 1 and line[0][0] == 0
        out[thing] = line[0][1] if one else line
        if thing.startswith('WEB_SEARCHES') and model.free:
            out[f'{thing} allowance'] = model.free
    return out


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        entries = json.load(file, parse_float=Decimal)
    found = []
    for key, entry in entries.items():
        if key in ('sample_spec', 'fallback_generalizations'):
            continue
        found.append((key, entry, *parse_name(key, entry['litellm_provider'])))
    # A model's own entry before those of its regions and image sizes.
    found.sort(key=lambda one: bool(one[3] or one[4]))
    providers = {}
    for key, entry, model_id, region, parameters, rented in found:
        if rented:
            continue
        parameters.pop('everywhere', None)
        model = providers.setdefault(entry['litellm_provider'],
                                     {}).setdefault(model_id, Model())
        read_entry(entry, model, model_id, region, parameters)
    json.dump({provider: {model_id: schedules(model, provider in PLANS)
                          for model_id, model in models.items()}
               for provider, models in providers.items()},
              sys.stdout, indent=1, sort_keys=True)


if __name__ == '__main__':
    main()
